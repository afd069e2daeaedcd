--TEST--
The texts of an error reach the exception in each form in which .NET writes errors, redacted
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start();
$cotp = client($peer);
$forms = [
    '{"code":-125,"message":"Bad input","moreInfo":"The language"}' => '-125|, code -125: Bad input|The language',
    '{"Code":"-125","Message":"Bad input","MoreInfo":"The language"}' => '-125|, code -125: Bad input|The language',
    '{"error":{"code":-125,"message":"Bad input","moreInfo":"The language"}}' => '-125|, code -125: Bad input|The language',
    '<ErrorBlock><code>-125</code><message><![CDATA[Bad <input>]]></message><moreInfo>The<!-- --> language</moreInfo></ErrorBlock>'
        => '-125|, code -125: Bad <input>|The language',
    '{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,'
        . '"traceId":"00-1-2-00","errors":{"RecipientPhone":["The field is invalid."],"$.Amount":["Not a number.","Too long."]}}'
        => '0|: One or more validation errors occurred.|RecipientPhone: The field is invalid.; $.Amount: Not a number., Too long.',
    '{"title":"Bad Request","status":400,"detail":"Nothing to send"}' => '0|: Bad Request|Nothing to send',
    '{"Message":"The request is invalid.","ModelState":{"form.Language":["Unknown."]}}' => '0|: The request is invalid.|form.Language: Unknown.',
    '"Bad input"' => '0|: Bad input|',
    'Bad input' => '0||',
    '<html><title>Bad input</title></html>' => '0||',
    '{"title":"t\u0000\u001b","detail":"4111111111111111"}' => '0|: t??|****************',
];
compare($forms, function (string $body) use ($peer, $cotp) {
    $peer->append(Peer::respond(400, [], $body));
    $failure = failure(fn () => $cotp->send(form()));
    $message = str_replace('POST /cardrequest: the service responded with HTTP 400', '', $failure->getMessage());
    return "$failure->apiCode|$message|$failure->moreInfo";
});

/* an echoed secret, wherever it is */
$secrets = ['guest@example.com', 'Jane Guest', 'key-4711'];
foreach ($secrets as $secret) {
    foreach (['"title":%s', '"detail":%s', '"errors":{"a":[%s]}', '"errors":{%s:["a"]}', '"errors":[{"message":%s}]', '"error":%s', '"error":{"message":%s}',
        '"Message":%s', '"MessageDetail":%s', '"ModelState":{"a":%s}', '"code":%s'] as $form) {
        $peer->append(Peer::respond(400, [], '{' . sprintf($form, json_encode("x $secret x")) . '}'));
        $failure = failure(fn () => $cotp->send(form(recipientName: 'Jane Guest')));
        $text = $failure->getMessage() . $failure->moreInfo;
        if (str_contains($text, $secret) || !str_contains($text, 'x *** x') && !str_contains($text, 'x ' . str_repeat('*', strlen($secret)) . ' x')) {
            echo "$form: $text\n";
        }
    }
}
?>
--EXPECT--
11 of 11 as expected
