--TEST--
A callback is accepted with any member that json_decode() accepts, and only with such
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';
require __DIR__ . '/../lib/JsonTexts.inc';

/* Other bodies: COTP_JSON_SEED=… COTP_JSON_COUNT=… */
$texts = new JsonTexts((int) (getenv('COTP_JSON_SEED') ?: JsonTexts::SEED));
$values = [...JsonTexts::VALID, ...JsonTexts::INVALID];
for ($count = (int) (getenv('COTP_JSON_COUNT') ?: 20000); $count > 0; $count--) {
    $values[] = $texts->next();
}
$read = $rejected = $differing = 0;
foreach ($values as $value) {
    $body = substr(BODY, 0, -1) . ",\"Other\":$value}";
    $accepted = json_decode($body, true, 17) !== null;
    if ((reason(fn () => CotpCallback::parseUnverified($body)) === 'fine') !== $accepted && $differing++ < 5) {
        echo $accepted ? 'rejected: ' : 'accepted: ', json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE), "\n";
    }
    $accepted ? $read++ : $rejected++;
}
echo $differing, " differ\n";
var_dump($read > 5000, $rejected > 5000);

foreach (['RequestID', 'R\u0065questID', 'LastNotifiedStatus', 'LastNotifiedTime'] as $ours) {
    echo reason(fn () => CotpCallback::parseUnverified(substr(BODY, 0, -1) . ",\"$ours\":\"x\"}")), ' ';
}
/* not ours: another case, a NUL, another level */
foreach (['"requestid":1', '"RequestID\u0000":1', '"More":{"RequestID":1,"RequestID":2}', '"More":[{"RequestID":1,"RequestID":2}]'] as $member) {
    echo reason(fn () => CotpCallback::parseUnverified(substr(BODY, 0, -1) . ",$member}")), ' ';
}
echo reason(fn () => CotpCallback::parseUnverified(str_replace('CardStored', 'Card\u0000Stored', BODY))), "\n";
?>
--EXPECT--
0 differ
bool(true)
bool(true)
bad_body bad_body bad_body bad_body fine fine fine fine bad_body
