--TEST--
A response that cannot be read is rejected with its cause, and a member that is not ours never is the cause
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$good = '"RequestID":"abc","LastNotifiedStatus":"FormViewed"';
$messages = [
    '' => 'the response is empty',
    " \r\n" => 'the response is empty',
    "\xEF\xBB\xBF" => 'the response is empty',
    '<!DOCTYPE html><title>Sign in</title>' => 'the response is an HTML page, not JSON',
    "\xEF\xBB\xBF\n<HTML lang=en>" => 'the response is an HTML page, not JSON',
    '<CardRequest/>' => 'the response is XML, not JSON',
    '{"RequestID":"a"x}' => 'the response is not valid JSON: unexpected token near byte 17',
    "{{$good},}" => 'the response is not valid JSON: unexpected token near byte 54',
    "{{$good}" => 'the response is not valid JSON: it ends too early, after byte 52',
    "{{$good}}{}" => 'the response is not valid JSON: unexpected token near byte 54',
    "{{$good},\"x\":\"\xFF\"}" => 'the response is not valid JSON: invalid UTF-8 or Unicode escape near byte 59',
    "{{$good},\"x\":\"\\ud800\"}" => 'the response is not valid JSON: invalid UTF-8 or Unicode escape near byte 59',
    'Service temporarily unavailable' => 'the response is not valid JSON: unexpected token near byte 1',
    "[{{$good}}]" => 'the response is valid JSON, but not an object',
    'null' => 'the response is valid JSON, but not an object',
    '"FormViewed"' => 'the response is valid JSON, but not an object',
    "{{$good},\"x\":" . str_repeat('[', 64) . str_repeat(']', 64) . '}' => 'the response is nested deeper than 64 levels',
    "{{$good},\"\\u0052equestID\":\"abc\"}" => 'the response has more than one member "RequestID" in an object',
    "{{$good},\"LastNotifiedStatus\":\"FormViewed\"}" => 'the response has more than one member "LastNotifiedStatus" in an object',
    "{{$good},\"CardUri\":\"a\",\"CardUri\":\"a\"}" => 'the response has more than one member "CardUri" in an object',
    "{{$good},\"cardUri\":\"a\",\"carduri\":\"a\"}" => 'the response has more than one member "CardUri" in an object',
    "{{$good},\"CardUri\":\"a\\u0000b\"}" => 'the card URI in the response is not a valid string (expected under the name in wire entry "state.cardUri")',
    "{{$good},\"CardUri\":1e400}" => 'the card URI in the response is not a valid string (expected under the name in wire entry "state.cardUri")',
    '{"RequestID":"abc","LastNotifiedStatus":"Card\u0000Stored"}'
        => 'the response has no valid status (expected under the name in wire entry "state.status")',
    '{"RequestID":99999999999999999999,"LastNotifiedStatus":"CardStored"}' => 'GET /cardrequest/{id}: the response is about a different request',
    "{{$good},\"LastNotifiedTime\":1e400}" => 'abc FormViewed',
    "{{$good},\"LastNotifiedTime\":\"a\\u0000\"}" => 'abc FormViewed',
    "{{$good},\"x\":1,\"x\":2,\"cardUris\":1,\"requestid\":1,\"RequestID\\u0000\":1,\"Deep\":{\"RequestID\":1,\"RequestID\":2}}" => 'abc FormViewed',
];
$responses = [];
foreach ($messages as $body => $message) { /* a response about a different request is asked for once more */
    array_push($responses, ...array_fill(0, str_contains($message, 'different') ? 2 : 1, Peer::respond(200, [], $body)));
}
$peer = Peer::start($responses);
$cotp = client($peer);
compare(array_combine(array_map(json_encode(...), array_map(printable(...), array_keys($messages))), $messages), function () use ($cotp) {
    try {
        $state = $cotp->retrieve('abc');
        return "$state->requestId {$state->status->name}";
    } catch (CotpProtocolException $exception) {
        return $exception->outcome === CotpOutcome::Answered && $exception->requestId === 'abc' ? $exception->getMessage() : 'another outcome';
    }
});

/* the same for a retention policy and for an error block */
$token = str_repeat('ab', 16);
$until = '"CvvEndRetentionDate":"2018-01-19T11:58:00"';
$list = fn (string $item) => "{{$until},\"CvvRetentionPolicyList\":[{\"DestinationType\":\"Owner\",$item}]}";
$policies = [
    "{{$until},\"Id\":99999999999999999999,\"x\":1e400,\"a\\u0000\":\"\\u0000\",\"x\":{}}" => '0 destinations',
    $list('"Id":99999999999999999999,"Id":1e400,"a\u0000":{"Quota":1,"Quota":2}') => '1 destinations',
    $list('"Quota":99999999999999999999') => 'destination #1 in the response\'s member "CvvRetentionPolicyList" is invalid',
    $list('"DestinationData":"a\u0000"') => 'destination #1 in the response\'s member "CvvRetentionPolicyList" is invalid',
    $list('"Quota":1,"Quota":1') => 'the response has more than one member "Quota" in an object',
    "{{$until},$until}" => 'the response has more than one member "CvvEndRetentionDate" in an object',
    '{}' => 'the response has no member "CvvEndRetentionDate"',
    '{"CvvEndRetentionDate":"soon"}' => 'the response\'s member "CvvEndRetentionDate" is not a date with a time, such as 2018-01-19T11:58:00',
    "{{$until},\"DeleteCardUponCvvCleanup\":1e400}" => 'the response\'s member "DeleteCardUponCvvCleanup" is neither true nor false',
    "{{$until},\"CvvRetentionPolicyList\":{}}" => 'the response\'s member "CvvRetentionPolicyList" is not a list',
    '<CvvRetentionPolicy/>' => 'the response is XML, not JSON',
];
foreach (array_keys($policies) as $body) {
    $peer->append(Peer::respond(200, [], $body));
}
compare($policies, function () use ($cotp, $token) {
    try {
        return count($cotp->getRetention($token)->destinations) . ' destinations';
    } catch (CotpProtocolException $exception) {
        return $exception->getMessage();
    }
});
$peer->append(Peer::respond(404, [], '{"trace":99999999999999999999,"code":-160,"x":1e400,"message":"not\u0000found","x":"\u0000","moreInfo":"m"}'));
$peer->append(Peer::respond(404, [], '{"code":-160,"code":-161,"message":"m"}'));
echo outcome(fn () => $cotp->retrieve('abc')), "\n", outcome(fn () => $cotp->retrieve('abc')), "\n";

function printable(string $text): string
{
    return preg_replace('/[^\x20-\x7E]/', '?', $text);
}
?>
--EXPECT--
28 of 28 as expected
11 of 11 as expected
CotpNotFoundException Answered 404 -160 (m) [abc]
CotpNotFoundException Answered 404 [abc]
