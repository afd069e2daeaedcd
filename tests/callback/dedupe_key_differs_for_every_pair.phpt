--TEST--
CotpCallback::dedupeKey() is equal for the same event and differs for every other event
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$events = [];
foreach (['r', 'R', REQUEST_ID] as $requestId) {
    foreach ([...array_column(CotpStatus::cases(), 'value'), 'Brandnew', 'cardstored'] as $status) {
        foreach (['2017-12-19T20:07:32', '2017-12-19T20:07:33', 't'] as $time) {
            $events[] = [$requestId, $status, $time];
        }
    }
}
$make = fn (array $event, string $reference) => new CotpCallback($reference, $event[0], CotpStatus::fromWire($event[1]), $event[1], $event[2]);
$pairs = $wrong = 0;
foreach ($events as $a) {
    [$requestId, $status, $time] = $a;
    if ($make($a, 'r')->dedupeKey() !== hash('sha256', "cotp-event\n1\n$requestId\n$status\n$time")) {
        echo "another hash: ", json_encode($a), "\n";
    }
    foreach ($events as $b) {
        $pairs++;
        $wrong += ($make($a, 'a')->dedupeKey() === $make($b, 'b')->dedupeKey()) !== ($a === $b);
    }
}
echo "$pairs pairs, $wrong wrong\n";
echo CotpCallback::parseUnverified(BODY)->dedupeKey(), "\n";
?>
--EXPECT--
9801 pairs, 0 wrong
4d4afc870897c8657c10e1fd86ea010ff0a79ff3530e14dbf63d72ad99150e4a
