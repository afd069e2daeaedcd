--TEST--
getRetention() reads the destinations and their usage, also beyond our own limits
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$destination = fn (string $type, ?string $data, int $quota, array $usage = []) =>
    ['DestinationType' => $type, 'DestinationData' => $data, 'Quota' => $quota] + $usage;
$policy = fn (mixed $list) => Peer::json(200, ['CvvEndRetentionDate' => '2030-01-19T11:58:00', 'DeleteCardUponCvvCleanup' => true, 'CvvRetentionPolicyList' => $list, 'New' => 1]);
$peer = Peer::start([
    $policy([
        $destination('HostName', 'example.com', 10, ['Usage' => 3]),
        $destination('Owner', null, 1, ['CvvDestinationUsage' => 0]),
        $destination('SomethingNew', "a\nb", 99),
    ]),
    $policy(array_fill(0, 51, $destination('HostName', 'example.com', 1))),
    $policy([]),
    $policy(null),
    $policy('none'),
    $policy(['none']),
    $policy([$destination('', 'example.com', 1)]),
    $policy([$destination('HostName', 'example.com', 1, ['Usage' => 'often'])]),
]);
$cotp = client($peer);
$read = $cotp->getRetention($token);
var_dump($read->deleteCard);
foreach ($read->destinations as $one) {
    echo json_encode([$one->type, $one->data, $one->quota, $one->usage]), "\n";
}
for ($count = 0; $count < 7; $count++) {
    echo outcome(fn () => count($cotp->getRetention($token)->destinations)), "\n";
}
?>
--EXPECT--
bool(true)
["HostName","example.com",10,3]
["Owner","",1,0]
["SomethingNew","a\nb",99,null]
51
0
0
CotpProtocolException Answered 200
CotpProtocolException Answered 200
CotpProtocolException Answered 200
CotpProtocolException Answered 200
