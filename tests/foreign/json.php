<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * JSON texts as a member that is not ours, in the response to a retrieve and in the body of a callback: php tests/foreign/json.php [FOLDER]
 * If json_decode() reads the whole body, our members are read, and details are what it returns; if it does not, the body is rejected.
 */

require __DIR__ . '/lib/lanes.inc';
require __DIR__ . '/../lib/client.inc';

const SECRET = 'a secret of at least thirty-two bytes';
const MOST_CALLBACK_BYTES = 16 * 1024;

/** @return array<string, string> */
function ownTexts(): array
{
    $numbers = ['9223372036854775807', '9223372036854775808', '-9223372036854775809', '123456789012345678901234567890', '1e400', '-1e400', '1e-400', '-0',
        '-0.0', '0.1', '1.0', '1E2', '4.35', '129.95', '1e0', '0e400'];
    $strings = ['"\u0000"', '"a\u0000b"', '{"\u0000":1}', '{"a\u0000b":1}', '"\u00e9"', '"\ud83d\ude00"', '"\ud800"', '"\udc00"', '"\/"', '"\u2028"', "\"\u{FEFF}\"",
        "\"\xc3\"", "\"\xc0\x80\"", "\"\xed\xa0\x80\"", "\"\t\"", '"\x"', "'a'"];
    $structures = ['{}', '[]', '[[]]', '{"a":{}}', '{"a":1,"a":2}', '{"a":{"b":1,"b":[2]}}', '[{"a":1,"a":1},{"a":null}]', '{"":1}', '{"":1,"":2}', '{"7":"seven"}',
        '{"RequestID":"other"}', '[1,]', '{"a":1,}', '[1 2]', '{1:2}', 'NaN', 'Infinity', 'True', 'nul', '', '1 // comment', '/**/1', '01', '+1', '.5', '1.', '0x1',
        "\u{FEFF}1", "1\0", "\n\t 1 \r", str_repeat('[', 400) . str_repeat(']', 400), str_repeat('[', 400), str_repeat('{"a":', 200) . '1' . str_repeat('}', 200)];
    $texts = [...$numbers, ...$strings, ...$structures];
    return array_combine(array_map(fn (string $text): string => visible($text, 40), $texts), $texts);
}

/** @return array<string, string> */
function suite(string $folder): array
{
    $files = filesBelow($folder, '~/JSONTestSuite/.*\.json$~');
    return array_combine(array_map(basename(...), $files), array_map(file_get_contents(...), $files));
}

/** @return list<string> */
function faultsOfState(CotpRequest $cotp, Peer $peer, string $body): array
{
    $expected = json_decode($body, true);
    $isTooDeep = json_last_error() === JSON_ERROR_DEPTH;
    $peer->append(Peer::respond(200, ['Content-Type: application/json'], $body));
    try {
        $state = $cotp->retrieve('abc');
    } catch (CotpProtocolException $exception) {
        return is_array($expected) ? ["retrieve fails: {$exception->getMessage()}"] : [];
    }
    if (!is_array($expected)) {
        return $isTooDeep ? [] : ['retrieve reads what json_decode() does not'];
    }
    return array_keys(array_filter([
        'retrieve reads another value of ours' => [$state->requestId, $state->status, $state->cardUri] !== ['abc', CotpStatus::CardStored, CARD_URI],
        'details differ from json_decode()' => serialize($state->details) !== serialize($expected),
    ]));
}

/** @return list<string> */
function faultsOfCallback(CotpCallbackVerifier $verifier, string $token, string $body): array
{
    if (strlen($body) > MOST_CALLBACK_BYTES) {
        return [];
    }
    $isReadable = is_array(json_decode($body, true)) || json_last_error() === JSON_ERROR_DEPTH;
    try {
        $callback = $verifier->verify($body, $token);
    } catch (CotpCallbackException $exception) {
        return $isReadable && json_last_error() !== JSON_ERROR_DEPTH ? ["the callback is rejected: $exception->reason"] : [];
    }
    return array_keys(array_filter([
        'the callback is accepted, though json_decode() does not read it' => !$isReadable,
        'the callback has another value of ours' => [$callback->requestId, $callback->status, $callback->time] !== ['abc', CotpStatus::CardStored, '2030-01-01T00:00:00'],
    ]));
}

const CARD_URI = 'https://service.pcibooking.net/api/payments/paycard/0123456789abcdef';

$tally = new Tally();
$texts = ownTexts() + (materialFolder() === null ? [] : suite(materialFolder()));
judgeInChildren($tally, $texts, function (): Closure {
    $peer = Peer::start();
    $cotp = client($peer, timeout: 20.0);
    $verifier = new CotpCallbackVerifier(['key' => SECRET]);
    $token = explode('cotp=', $verifier->url('https://hotel.example/cotp', 'booking-1'))[1];
    $ours = '"RequestID":"abc","LastNotifiedStatus":"CardStored","LastNotifiedTime":"2030-01-01T00:00:00"';
    $state = $ours . ',"CardUri":"' . CARD_URI . '"';
    return fn (string $text): array => [
        ...faultsOfState($cotp, $peer, "{{$state},\"Foreign\":$text}"),
        ...faultsOfState($cotp, $peer, "{\"Foreign\":$text,$state}"),
        ...faultsOfCallback($verifier, $token, "{{$ours},\"Foreign\":$text}"),
    ];
});
$tally->finish();
