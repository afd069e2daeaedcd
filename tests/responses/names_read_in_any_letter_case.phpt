--TEST--
Names and statuses in responses are read in any letter case; an exact name wins over others
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$states = [
    '{"requestId":"abc","lastNotifiedStatus":"cardStored","lastNotifiedTime":"2017-12-19T20:07:32","cardUri":"https://x.example/tok"}'
        => 'CardStored cardStored 2017-12-19T20:07:32 https://x.example/tok',
    '{"status":"formviewed"}' => 'FormViewed formviewed  ',
    '{"cardUri":"one","CardUri":"two","CARDURI":"three","LastNotifiedStatus":"CARDSTORED"}' => 'CardStored CARDSTORED  two',
    '{"lastNotifiedStatus":"CardStored","lastnotifiedstatus":"CardStored"}'
        => 'the response has more than one member "LastNotifiedStatus" in an object',
    '{"requestId":"def","LastNotifiedStatus":"CardStored"}' => 'GET /cardrequest/{id}: the response is about a different request',
];
$policies = [
    '{"cvvEndRetentionDate":"2030-01-19T11:58:00","deleteCardUponCvvCleanup":true,"cvvRetentionPolicyList":'
        . '[{"destinationType":"Owner","quota":3,"usage":1}]}' => '2030-01-19 11:58:00 UTC true Owner 3 1',
    '{"CvvEndRetentionDate":null,"DeleteCardUponCvvCleanup":false,"CvvRetentionPolicyList":[]}' => 'no end false',
    '{"deleteCardUponCvvCleanup":true}' => 'no end true',
];
$peer = Peer::start();
$cotp = client($peer);
foreach ($states as $body => $expected) { /* a response about a different request is asked for once more */
    $peer->append(...array_fill(0, str_contains($expected, 'different') ? 2 : 1, Peer::respond(200, [], $body)));
}
compare($states, function () use ($cotp) {
    try {
        $state = $cotp->retrieve('abc');
        return "{$state->status->name} $state->rawStatus $state->time $state->cardUri";
    } catch (CotpProtocolException $exception) {
        return $exception->getMessage();
    }
});
foreach (array_keys($policies) as $body) {
    $peer->append(Peer::respond(200, [], $body));
}
compare($policies, function () use ($cotp, $token) {
    $policy = $cotp->getRetention($token);
    $parts = [$policy->until?->format('Y-m-d H:i:s e') ?? 'no end', var_export($policy->deleteCard, true)];
    foreach ($policy->destinations as $destination) {
        array_push($parts, $destination->type, $destination->quota, $destination->usage);
    }
    return implode(' ', $parts);
});
/* the vendor's code, in another letter case, means that the card does not exist */
$peer->append(Peer::respond(404, [], '{"Code":-160,"Message":"URI not found","MoreInfo":"none"}'));
echo outcome(fn () => $cotp->retrieve('abc')), "\n";
?>
--EXPECT--
5 of 5 as expected
3 of 3 as expected
CotpNotFoundException Answered 404 -160 (none) [abc]
