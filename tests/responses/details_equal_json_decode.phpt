--TEST--
retrieve() accepts any member that json_decode() accepts, and its details equal the result of json_decode()
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
require __DIR__ . '/../lib/JsonTexts.inc';

/* Other bodies: COTP_JSON_SEED=… COTP_JSON_COUNT=… */
$texts = new JsonTexts((int) (getenv('COTP_JSON_SEED') ?: JsonTexts::SEED));
$values = [...JsonTexts::VALID, ...JsonTexts::INVALID];
for ($count = (int) (getenv('COTP_JSON_COUNT') ?: 400); $count > 0; $count--) {
    $values[] = $texts->next();
}
$bodies = [];
foreach ($values as $i => $value) {
    $bodies[] = match ($i % 3) {
        0 => "{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\",\"CardUri\":\"https://x/tok\",\"Other\":$value}",
        1 => "{\"Other\":$value,\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"CardStored\",\"CardUri\":\"https://x/tok\"}",
        2 => "{\"RequestID\":\"abc\",\"Deep\":[{\"Other\":$value}],\"LastNotifiedStatus\":\"CardStored\",\"CardUri\":\"https://x/tok\"}",
    };
}
$peer = Peer::start(array_map(fn (string $body) => Peer::respond(200, [], $body), $bodies));
$cotp = client($peer);
$read = $rejected = $differing = 0;
foreach ($bodies as $body) {
    $expected = json_decode($body, true, 65);
    try {
        $state = $cotp->retrieve('abc');
        /* serialize() tells apart what "===" does not: 0.0 and -0.0 */
        $same = serialize($state->details) === serialize($expected) && $state->cardUri === 'https://x/tok' && $state->rawStatus === 'CardStored';
        $read++;
    } catch (CotpProtocolException $exception) {
        $same = $expected === null;
        $rejected++;
    }
    if (!$same && $differing++ < 5) {
        echo json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE), isset($exception) ? "  {$exception->getMessage()}" : '', "\n";
    }
}
echo $differing, " differ\n";
var_dump($read > 300, $rejected > 150);
?>
--EXPECT--
0 differ
bool(true)
bool(true)
