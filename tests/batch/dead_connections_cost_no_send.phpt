--TEST--
A batch that finds its kept connections closed sends each form once, on new connections, even without retries
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

$created = Peer::respond(201, ['Location: /api/cardrequest/abc']);
$first = array_map(fn (int $i): array => Peer::after('all', $created), range(1, 6));
$later = array_map(fn (string $id): array => Peer::respond(201, ["Location: /api/cardrequest/$id"]), ['seven', 'eight']); // maybe on one connection
$peer = Peer::start([...$first, ...$later], tls: true);
$cotp = new CotpRequest('key', "$peer->url/api", timeout: 60, caFile: $peer->caFile, retries: 0);
$form = fn (): CotpForm => new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com');
$cotp->closePool();

// Six connections, because each response waits for all requests.
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use ($peer): void {
    count($peer->processed()) === 6 ? $peer->release('all') : pcntl_alarm(1);
});
pcntl_alarm(1);
echo count(array_filter($cotp->sendMany(array_map($form, range(1, 6)), 6), 'is_string')), " ids\n";
foreach (array_keys($peer->connections()) as $number) {
    $peer->endConnection($number, 'close');
}
$results = $cotp->sendMany([$form(), $form()], 2);
$ids = array_map(fn (string|Throwable $result): string => $result instanceof Throwable ? $result::class . ' ' . $result->getMessage() : $result, $results);
sort($ids);
echo implode("\n", $ids), "\n";
echo count($peer->processed()), " processed\n";
?>
--EXPECT--
6 ids
eight
seven
8 processed
