--TEST--
Every operation has a wire entry for its method; an operation with a body accepts neither GET nor DELETE
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$token = str_repeat('ab', 16);
$calls = [
    'send' => fn (CotpRequest $cotp) => $cotp->send(form()),
    'securityCode' => fn (CotpRequest $cotp) => $cotp->send(form(cardUri: $token)),
    'retrieve' => fn (CotpRequest $cotp) => $cotp->retrieve('abc'),
    'delete' => fn (CotpRequest $cotp) => $cotp->delete('abc'),
    'retention.set' => fn (CotpRequest $cotp) => $cotp->setRetention($token, new CotpRetention(new DateTime('+1 day'))),
    'retention.get' => fn (CotpRequest $cotp) => $cotp->getRetention($token),
    'retention.delete' => fn (CotpRequest $cotp) => $cotp->deleteRetention($token),
    'cvv.clear' => fn (CotpRequest $cotp) => $cotp->clearCvv($token),
    'card.delete' => fn (CotpRequest $cotp) => $cotp->deleteCard($token),
    'authenticate' => fn (CotpRequest $cotp) => $cotp->authenticate(),
];
$responses = [
    'send' => created('{request}'),
    'securityCode' => created('{request}'),
    'retrieve' => state('abc'),
    'retention.get' => Peer::json(200, ['CvvEndRetentionDate' => '2030-01-02T03:04:05']),
];
$peer = Peer::start();
foreach ($calls as $key => $call) {
    echo "$key:";
    foreach (['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'put'] as $method) {
        try {
            $cotp = client($peer, wire: ["$key.method" => $method]);
        } catch (ValueError $error) {
            $messages[$key] ??= strstr($error->getMessage(), 'entry');
            continue;
        }
        $peer->append($responses[$key] ?? Peer::respond(204));
        $call($cotp);
        $requests = $peer->requests();
        $request = end($requests);
        echo " $method", $request['method'] === $method ? '' : " sent as {$request['method']}";
        $hasLength = isset($request['headers']['content-length']);
        echo $hasLength === ($method !== 'GET' && $method !== 'DELETE') ? '' : ' with an unexpected length';
    }
    echo "\n";
}
echo implode("\n", $messages), "\n";
?>
--EXPECT--
send: POST PUT PATCH
securityCode: POST PUT PATCH
retrieve: GET POST PUT PATCH DELETE
delete: GET POST PUT PATCH DELETE
retention.set: POST PUT PATCH
retention.get: GET POST PUT PATCH DELETE
retention.delete: GET POST PUT PATCH DELETE
cvv.clear: GET POST PUT PATCH DELETE
card.delete: GET POST PUT PATCH DELETE
authenticate: GET POST PUT PATCH DELETE
entry "send.method" must be POST, PUT or PATCH, because the request has a body
entry "securityCode.method" must be POST, PUT or PATCH, because the request has a body
entry "retrieve.method" must be GET, POST, PUT, PATCH or DELETE
entry "delete.method" must be GET, POST, PUT, PATCH or DELETE
entry "retention.set.method" must be POST, PUT or PATCH, because the request has a body
entry "retention.get.method" must be GET, POST, PUT, PATCH or DELETE
entry "retention.delete.method" must be GET, POST, PUT, PATCH or DELETE
entry "cvv.clear.method" must be GET, POST, PUT, PATCH or DELETE
entry "card.delete.method" must be GET, POST, PUT, PATCH or DELETE
entry "authenticate.method" must be GET, POST, PUT, PATCH or DELETE
