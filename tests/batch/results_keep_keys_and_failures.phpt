--TEST--
A batch keeps keys and order, a failure is the value of its item, and an id that occurs twice is fetched once
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
Peer::skipUnless(tls: true);
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

function show(array $results): void
{
    foreach ($results as $key => $result) {
        echo '  ', var_export($key, true), ': ', is_string($result) ? "sent $result" : outcome(fn () => $result instanceof CotpState ? $result : throw $result), "\n";
    }
}
foreach (WAYS as $way => $settings) {
    echo "$way\n";
    $peer = Peer::start([created('one'), refusal(400, -125), Peer::respond(201), created('four'), Peer::respond(500)], ...$settings);
    $service = client($peer);
    $form = form();
    $results = $service->sendMany(['z' => $form, 5 => &$form, 'same' => form(), 2 => form(), '' => form()], 1); // one at a time: in order of arrival
    show($results);
    $results[] = 'an array like any other';
    echo '  ', array_key_last($results), "\n";

    $peer = Peer::start(...$settings + ['default' => state('abc', 'CardStored')]);
    $service = client($peer);
    $results = $service->retrieveMany(['b' => 'abc', 'a' => "$peer->url/api/cardrequest/abc", 9 => '12', 'c' => 'abc'], 4);
    show($results);
    echo '  ', count($peer->processed()), ' fetched (the foreign state twice), the same state: ', var_export($results['a'] === $results['c'], true), "\n";
}
?>
--EXPECT--
HTTP/1.1
  'z': sent one
  5: CotpInvalidRequestException Answered 400 -125
  'same': CotpProtocolException Unknown 201
  2: sent four
  '': CotpServerException Unknown 500
  6
  'b': abc CardStored
  'a': abc CardStored
  9: CotpProtocolException Answered 200 [12]
  'c': abc CardStored
  3 fetched (the foreign state twice), the same state: true
HTTP/1.1 over TLS
  'z': sent one
  5: CotpInvalidRequestException Answered 400 -125
  'same': CotpProtocolException Unknown 201
  2: sent four
  '': CotpServerException Unknown 500
  6
  'b': abc CardStored
  'a': abc CardStored
  9: CotpProtocolException Answered 200 [12]
  'c': abc CardStored
  3 fetched (the foreign state twice), the same state: true
HTTP/2
  'z': sent one
  5: CotpInvalidRequestException Answered 400 -125
  'same': CotpProtocolException Unknown 201
  2: sent four
  '': CotpServerException Unknown 500
  6
  'b': abc CardStored
  'a': abc CardStored
  9: CotpProtocolException Answered 200 [12]
  'c': abc CardStored
  3 fetched (the foreign state twice), the same state: true
