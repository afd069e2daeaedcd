--TEST--
cotp.pool_size: a batch may use more connections at a time, but afterwards no more than the size stay open
--EXTENSIONS--
cotp
--INI--
cotp.pool_size=2
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

function open(Peer $peer): int
{
    return count(array_filter($peer->connections(), fn (array $connection) => $connection['closed'] === null));
}
$peer = Peer::start(default: Peer::respond(200, ['Content-Type: application/json'], '{"LastNotifiedStatus":"CardStored"}'));
$service = client($peer);
$service->retrieveMany(array_map(fn (int $number) => "id$number", range(1, 60)), 6);
$peer->wait(fn () => open($peer) <= 2);
echo count($peer->connections()), ' opened, ', CotpRequest::pool()['connections'], ' kept, ', open($peer), " open at the service\n";

$service->retrieveMany(['a', 'b', 'c', 'd'], 2);
echo count($peer->connections()), " opened by then\n";

// The oldest connection to another service is closed first.
foreach ([1, 2, 3] as $number) {
    $other = $others[] = Peer::start(default: Peer::json(200, ['LastNotifiedStatus' => 'CardStored']));
    client($other)->retrieve('a');
}
$peer->wait(fn () => open($peer) === 0);
$others[0]->wait(fn () => open($others[0]) === 0);
echo CotpRequest::pool()['connections'], " kept\n";
?>
--EXPECT--
6 opened, 2 kept, 2 open at the service
6 opened by then
2 kept
