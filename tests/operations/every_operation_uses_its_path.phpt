--TEST--
Each operation sends its method, path, headers and body, over HTTP/1.1 and HTTP/2
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

date_default_timezone_set('UTC');
$token = 'F00D' . str_repeat('a', 28);
$until = new DateTimeImmutable('+7 days');
$asked = $until->format('Y-m-d\TH:i:s');
$policy = new CotpRetention($until, true, [new CotpDestination('HostName', 'example.com', 10), new CotpDestination('Owner')]);
$calls = [
    'send' => fn (CotpRequest $cotp) => $cotp->send(form()),
    'retrieve by id' => fn (CotpRequest $cotp) => $cotp->retrieve('abc'),
    'retrieve by URI' => fn (CotpRequest $cotp, string $base) => $cotp->retrieve("$base/cardrequest/abc"),
    'delete' => fn (CotpRequest $cotp) => $cotp->delete('abc'),
    'setRetention' => fn (CotpRequest $cotp) => $cotp->setRetention($token, $policy),
    'setRetention without destinations' => fn (CotpRequest $cotp) => $cotp->setRetention($token, new CotpRetention($until)),
    'getRetention' => fn (CotpRequest $cotp) => $cotp->getRetention("https://secure.pcibooking.net/api/paycards/bankcard/$token"),
    'deleteRetention' => fn (CotpRequest $cotp) => $cotp->deleteRetention($token),
    'deleteRetention of a type' => fn (CotpRequest $cotp) => $cotp->deleteRetention($token, 'Owner'),
    'deleteRetention of a destination' => fn (CotpRequest $cotp) => $cotp->deleteRetention($token, 'SFTP', 'a b@ü:22,x=1&y~'),
    'clearCvv' => fn (CotpRequest $cotp) => $cotp->clearCvv($token),
    'deleteCard' => fn (CotpRequest $cotp) => $cotp->deleteCard($token),
    'authenticate' => fn (CotpRequest $cotp) => $cotp->authenticate(),
];
$responses = [
    'send' => created('abc'),
    'retrieve by id' => state('abc'),
    'retrieve by URI' => state('abc'),
    'getRetention' => Peer::json(200, ['CvvEndRetentionDate' => '2030-01-02T03:04:05', 'DeleteCardUponCvvCleanup' => false]),
];
$known = ['user-agent' => 1, 'host' => 1, 'accept' => 'application/json', 'accept-encoding' => 'identity', 'authorization' => 'APIKEY key-4711'];
foreach (['HTTP/1.1', 'HTTP/2'] as $way) {
    echo "$way\n";
    $peer = Peer::start(...WAYS[$way] + ['default' => Peer::respond(204)]);
    $cotp = client($peer);
    foreach ($calls as $name => $call) {
        $peer->append($responses[$name] ?? Peer::respond(204));
        $call($cotp, "$peer->url/api");
        $requests = $peer->requests();
        $request = end($requests);
        $other = array_diff_key($request['headers'], $known);
        unset($other['content-length']);
        ksort($other);
        $ours = array_intersect_assoc($known, $request['headers']) === ['accept' => 'application/json', 'accept-encoding' => 'identity', 'authorization' => 'APIKEY key-4711'];
        echo "$name: {$request['method']} {$request['path']}", $ours ? '' : ' WITHOUT OUR HEADERS', $other === [] ? '' : ' ' . json_encode($other, JSON_UNESCAPED_SLASHES),
            ' ', str_replace($asked, 'UNTIL', $request['body']), "\n";
    }
    echo count($peer->requests()) === count($calls) ? 'one request each' : 'another number of requests', "\n";
}
?>
--EXPECT--
HTTP/1.1
send: POST /api/cardrequest {"content-type":"application/json"} {"BookerId":"hotel-42","RecipientEmail":"guest@example.com","Language":"EN","DeliveryMethod":"Email"}
retrieve by id: GET /api/cardrequest/abc 
retrieve by URI: GET /api/cardrequest/abc 
delete: DELETE /api/cardrequest/abc 
setRetention: PUT /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction {"content-type":"application/json"} {"CvvEndRetentionDate":"UNTIL","DeleteCardUponCvvCleanup":true,"CvvRetentionPolicyList":[{"DestinationType":"HostName","DestinationData":"example.com","Quota":10},{"DestinationType":"Owner","Quota":1}]}
setRetention without destinations: PUT /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction {"content-type":"application/json"} {"CvvEndRetentionDate":"UNTIL","DeleteCardUponCvvCleanup":false,"CvvRetentionPolicyList":[]}
getRetention: GET /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction 
deleteRetention: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction 
deleteRetention of a type: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction/Owner 
deleteRetention of a destination: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction/SFTP/a%20b%40%C3%BC%3A22%2Cx%3D1%26y~ 
clearCvv: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv 
deleteCard: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa 
authenticate: POST /api/accounts/authenticate/ 
one request each
HTTP/2
send: POST /api/cardrequest {"content-type":"application/json"} {"BookerId":"hotel-42","RecipientEmail":"guest@example.com","Language":"EN","DeliveryMethod":"Email"}
retrieve by id: GET /api/cardrequest/abc 
retrieve by URI: GET /api/cardrequest/abc 
delete: DELETE /api/cardrequest/abc 
setRetention: PUT /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction {"content-type":"application/json"} {"CvvEndRetentionDate":"UNTIL","DeleteCardUponCvvCleanup":true,"CvvRetentionPolicyList":[{"DestinationType":"HostName","DestinationData":"example.com","Quota":10},{"DestinationType":"Owner","Quota":1}]}
setRetention without destinations: PUT /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction {"content-type":"application/json"} {"CvvEndRetentionDate":"UNTIL","DeleteCardUponCvvCleanup":false,"CvvRetentionPolicyList":[]}
getRetention: GET /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction 
deleteRetention: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction 
deleteRetention of a type: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction/Owner 
deleteRetention of a destination: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv/Restriction/SFTP/a%20b%40%C3%BC%3A22%2Cx%3D1%26y~ 
clearCvv: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa/cvv 
deleteCard: DELETE /api/payments/paycard/F00Daaaaaaaaaaaaaaaaaaaaaaaaaaaa 
authenticate: POST /api/accounts/authenticate/ 
one request each
