--TEST--
A batch over HTTP/2 whose connection is lost on the way repeats all on one new connection
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true, reset: true); ?>
--FILE--
<?php
require __DIR__ . '/../processes/processes.inc';

$ids = array_map(fn (int $number) => "id$number", range(1, 20));
$held = array_fill(0, 19, Peer::after('never', Peer::mirror()));
$peer = Peer::start([Peer::after('all', Peer::reset()), ...$held], tls: true, alpn: 'h2', default: Peer::mirror());
$lose_connection = function () use ($peer): bool {
    if (count($peer->processed()) < 20) {
        return false;
    }
    $peer->release('all');
    return true;
};
$results = while_signalled($lose_connection, fn () => client($peer, retries: 2)->retrieveMany($ids, 20));
echo count(array_filter($results, fn (mixed $result) => $result instanceof CotpState)), " of 20\n";

// libcurl's own attempt at a repeat, which is refused, may have opened another, which is as good.
[$first, $repeats] = array_chunk(array_column($peer->processed(), 'connection'), 20);
$used = count(array_unique($repeats));
echo 'on ', count(array_unique($first)), ', and ', count($repeats), ' on ', $used <= 2 ? 'no more than 2' : $used, "\n";
?>
--EXPECT--
20 of 20
on 1, and 20 on no more than 2
