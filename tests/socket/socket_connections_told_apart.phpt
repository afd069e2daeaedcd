--TEST--
Connections to a Unix socket are told apart: bytes on an idle one, its end, and a doubled id concern no other
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Returns the connections on which the given number of sends arrives, or the outcome of a send that fails. */
function used(Peer $peer, CotpRequest $cotp, int $sends): string
{
    $before = count($peer->requests());
    $outcomes = [];
    for ($send = 0; $send < $sends; $send++) {
        $outcomes[] = preg_replace('/^request-\d+$/', 'sent', outcome(fn () => $cotp->send(form())));
    }
    $connections = array_column(array_slice($peer->requests(), $before), 'connection');
    return implode(', ', array_unique($outcomes)) . ' on ' . implode(' ', $connections);
}

foreach (['bytes' => 'sendBytes', 'end' => 'endConnection'] as $case => $event) {
    foreach ([1, 2] as $hit) {
        $peer = Peer::start(default: Peer::mirror(), onSocket: true);
        $cotp = client($peer);
        $cotp->sendMany([form(), form()], 2);
        echo "$case on $hit of ", count($peer->connections()), ': ';
        $peer->$event($hit, ...$event === 'sendBytes' ? ["HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/foreign\r\nContent-Length: 0\r\n\r\n"] : []);
        // Some versions of libcurl use the other one, and some a new one.
        [$outcomes, $connections] = explode(' on ', used($peer, $cotp, 3));
        echo $outcomes, str_contains($connections, (string) $hit) ? ' on the same one' : ' on another', "\n";
        CotpRequest::closePool();
    }
}

// A gateway that repeats each response on its connection is noticed on its first repetition.
$peer = Peer::start(default: Peer::late(), onSocket: true);
$cotp = client($peer);
echo outcome(fn () => $cotp->send(form())), ', ', outcome(fn () => $cotp->send(form())), "\n";

// After a kept connection was lost, a send uses a new one; other operations do not.
CotpRequest::closePool();
$peer = Peer::start(default: Peer::mirror(), onSocket: true);
$cotp = client($peer, retries: 1);
$cotp->send(form());
$peer->append(Peer::close());
echo outcome(fn () => $cotp->send(form())), "\n";
echo used($peer, $cotp, 2), "\n";
echo outcome(fn () => $cotp->retrieve('request-1')), ' on ', array_column($peer->requests(), 'connection')[4], "\n";
?>
--EXPECT--
bytes on 1 of 2: sent on another
bytes on 2 of 2: sent on another
end on 1 of 2: sent on another
end on 2 of 2: sent on another
request-1, CotpOutcomeUnknownException Unknown 201
CotpOutcomeUnknownException Unknown
sent on 3 4
request-1 FormViewed on 4
