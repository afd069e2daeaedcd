--TEST--
A form whose strings are references, which only unserialize() creates, may change while it is sent
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless();
?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';
$peer = Peer::start([Peer::respond(429), Peer::respond(201, ['Location: /api/cardrequest/abc'])], default: Peer::respond(204));

// In the serialized text the array is value 1, the object 2, bookerId 3 and email 4.
$text = serialize(new CotpForm('hotel-42', str_repeat('a', 40) . '@example.com'));
$made = unserialize("a:2:{i:0;{$text}i:1;R:4;}");
$form = $made[0];
$email = &$made[1];
$email = str_repeat('b', 40) . '@example.com';
$service = new CotpRequest('key', "$peer->url/api", observer: function (CotpAttempt $attempt) use (&$email) {
    $email = null;
    $email = str_repeat('c', 40) . '@example.com';
});
echo $service->send($form), "\n";
foreach ($peer->processed() as $request) {
    echo json_decode($request['body'])->RecipientEmail, "\n";
}

$text = serialize(new CotpRetention(new DateTimeImmutable('2030-01-01 UTC'), false, [new CotpDestination('HostName', str_repeat('a', 40))]));
// The policy is value 2, until 3 to 6, deleteCard 7, the destinations 8, the only destination 9, its type 10 and data 11.
$made = unserialize("a:2:{i:0;{$text}i:1;R:11;}");
$policy = $made[0];
$data = &$made[1];
$data = str_repeat('b', 40);
$service = new CotpRequest('key', "$peer->url/api", observer: function (CotpAttempt $attempt) use (&$data) {
    $data = '';
    $data = str_repeat('c', 40);
});
$peer->append(Peer::respond(503), Peer::respond(204));
$service->setRetention('token', $policy);
foreach (array_slice($peer->processed(), 2) as $request) {
    echo json_decode($request['body'])->CvvRetentionPolicyList[0]->DestinationData, "\n";
}
?>
--EXPECT--
abc
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@example.com
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb@example.com
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
