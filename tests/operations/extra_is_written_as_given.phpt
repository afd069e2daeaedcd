--TEST--
$extra goes out as json_encode() writes it: each number for itself, and an empty object as {}
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$extras = [
    ['A' => 129.95, 'B' => 4.35 * 100, 'C' => [0.1, 1e25, 100.0, -1.5e-7, 72057594037927936.0]],
    ['Empty' => new stdClass(), 'List' => [], 'Inside' => (object) ['a' => new stdClass(), 'b' => [[], 'é/"']]],
];
$peer = Peer::start(default: created('request-{request}'));
$service = client($peer);
ini_set('serialize_precision', '-1');
foreach ($extras as $extra) {
    $service->send(form(extra: $extra));
    $body = $peer->processed()[count($peer->processed()) - 1]['body'];
    $wanted = substr(json_encode($extra, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), 1);
    echo str_ends_with($body, ",$wanted") ? 'the same' : $body, "\n";
}
setlocale(LC_NUMERIC, 'de_DE.UTF-8', 'C');
$service->send(form(extra: $extras[0]));
echo json_decode($peer->processed()[2]['body'])->A, "\n";
?>
--EXPECT--
the same
the same
129.95
