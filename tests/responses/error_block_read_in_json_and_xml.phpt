--TEST--
Error blocks are read in JSON and XML, whatever the content type; without one the status decides
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$mark = "\xEF\xBB\xBF";
$json = '{"code":-125,"message":"Bad input","moreInfo":"The language"}';
$xml = '<?xml version="1.0" encoding="utf-8"?><ErrorBlock xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    . ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><code>-125</code><message>Bad &lt;input&gt; &#38; more</message>'
    . '<moreInfo>The language</moreInfo></ErrorBlock>';
$read = 'CotpInvalidRequestException Answered 400 -125 (The language)';
$bare = 'CotpInvalidRequestException Answered 400';
$cases = [
    'JSON' => [$json, $read],
    'JSON with a mark' => [$mark . $json, $read],
    'XML' => [$xml, $read],
    'XML with a mark' => [$mark . $xml, $read],
    'XML on lines' => [str_replace('><', ">\r\n  <", $xml), $read],
    'XML with a DTD' => [str_replace('?><E', '?><!DOCTYPE x [<!ENTITY y "z">]><E', $xml), $bare],
    'half XML' => [substr($xml, 0, -8), $bare],
    'half JSON' => [substr($json, 0, -1), $bare],
    'code as a string' => ['{"code":"-125","message":"x"}', "$bare -125"],
    'code of a wrong type' => ['{"code":[-125],"message":"x"}', $bare],
    'code zero' => ['{"code":0,"message":"x"}', $bare],
    'code too large' => ['{"code":-99999999999}', $bare],
    'HTML' => ['<html><body>-125</body></html>', $bare],
    'text' => ['-125', $bare],
    'nothing' => ['', $bare],
    'NUL' => ["\0", $bare],
    'deep' => [str_repeat('{"code":', 100_000), $bare],
    'deep XML' => [str_repeat('<ErrorBlock>', 50_000), $bare],
];
foreach (['application/json', 'text/xml', 'text/html'] as $type) {
    $peer = Peer::start();
    $cotp = client($peer);
    compare(array_map(fn ($case) => $case[1], $cases), function (string $name) use ($peer, $cotp, $cases, $type) {
        $peer->append(Peer::respond(400, ["Content-Type: $type"], $cases[$name][0]));
        return outcome(fn () => $cotp->send(form()));
    });
}
$peer->append(
    Peer::respond(400, [], $xml),
    refusal(400, -125, "line\r\n\x1b[31mred\0 " . json_decode('"\u0085"') . str_repeat('x', 5000), "more\n"),
);
echo failure(fn () => $cotp->send(form()))->getMessage(), "\n";
$failure = failure(fn () => $cotp->send(form()));
var_dump(preg_match('/[\x00-\x1f\x7f]|\xc2[\x80-\x9f]/', $failure->getMessage() . $failure->moreInfo), strlen($failure->getMessage()) < 1024);
?>
--EXPECT--
18 of 18 as expected
18 of 18 as expected
18 of 18 as expected
POST /cardrequest: the service responded with HTTP 400, code -125: Bad <input> & more
int(0)
bool(true)
