--TEST--
retrieve() keeps the whole response unchanged, and ignores unknown members
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$body = '{"RequestID":"abc","LastNotifiedStatus":"CardStored","LastNotifiedTime":"2017-12-19T20:07:32",'
    . '"CardUri":"https://service.pcibooking.net/api/payments/paycard/0123456789abcdef0123456789abcdef",'
    . '"Large":9223372036854775807,"Small":-9223372036854775808,"Half":0.5,"Whole":1.0,"Tiny":1e-300,"Zero":0,'
    . '"Texts":["\u00e4","\ud83d\ude00","\"\\\/","' . "\u{1F600}" . '",""],"Nested":{"a":[{"b":[[],{}]},null,true,false]},'
    . '"":"no name","7":"seven","Ä":"umlaut"}';
$peer = Peer::start([
    Peer::respond(200, ['Content-Type: application/json'], $body),
    Peer::json(200, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'CardEaten']),
    Peer::json(200, ['Status' => 'FormViewed']),
    Peer::json(200, ['RequestID' => null, 'LastNotifiedStatus' => 'cardstored', 'CardUri' => '', 'LastNotifiedTime' => 7]),
    Peer::json(200, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'Unknown']),
]);
$cotp = client($peer);
$state = $cotp->retrieve('abc');
var_dump($state->details === json_decode($body, true), $state->requestId, $state->status, $state->rawStatus, $state->time, $state->cardUri);
for ($count = 0; $count < 4; $count++) {
    $state = $cotp->retrieve('abc');
    echo json_encode([$state->requestId, $state->status->name, $state->rawStatus, $state->time, $state->cardUri, $state->status->isFinal()]), "\n";
}
?>
--EXPECT--
bool(true)
string(3) "abc"
enum(CotpStatus::CardStored)
string(10) "CardStored"
string(19) "2017-12-19T20:07:32"
string(84) "https://service.pcibooking.net/api/payments/paycard/0123456789abcdef0123456789abcdef"
["abc","Unknown","CardEaten",null,null,false]
["abc","FormViewed","FormViewed",null,null,false]
["abc","CardStored","cardstored",null,null,true]
["abc","Unknown","Unknown",null,null,false]
