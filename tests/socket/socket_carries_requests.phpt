--TEST--
A send and other operations go through a Unix socket, on one kept connection, with the host of the base URI
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$peer = Peer::start(default: Peer::mirror(), onSocket: true);
$attempts = [];
$cotp = client($peer, observer: function (CotpAttempt $attempt) use (&$attempts) {
    $attempts[] = "$attempt->method $attempt->route: " . ($attempt->reused ? 'reused' : 'new') . ", $attempt->protocol";
});
echo outcome(fn () => $cotp->send(form())), "\n";
echo outcome(fn () => $cotp->retrieve('request-1')), "\n";
echo outcome(fn () => client($peer)->send(form())), "\n";       // another object, the same socket
echo implode("\n", $attempts), "\n";
$requests = $peer->requests();
echo implode(' ', array_unique(array_column(array_column($requests, 'headers'), 'host'))), "\n";
echo implode(' ', array_unique(array_column(array_column($requests, 'headers'), 'authorization'))), "\n";
echo implode(' ', array_column($requests, 'path')), "\n";
echo count($peer->connections()), ' connection, ', json_encode(array_diff_key(CotpRequest::pool(), ['pid' => 0])), "\n";

// Another base URI does not share the connection, and neither does another path to the same socket.
echo outcome(fn () => client($peer, baseUri: 'http://other.test/api')->send(form())), "\n";
echo outcome(fn () => client($peer, socket: dirname($peer->socket) . '/./socket')->send(form())), "\n";
echo count($peer->connections()), " connections\n";
CotpRequest::closePool();
$peer->wait(fn () => array_column($peer->connections(), 'closed') === ['client', 'client', 'client']);
echo json_encode(array_diff_key(CotpRequest::pool(), ['pid' => 0])), "\n";
?>
--EXPECT--
request-1
request-1 FormViewed
request-3
POST /cardrequest: new, HTTP/1.1
GET /cardrequest/{id}: reused, HTTP/1.1
service.test
APIKEY key-4711
/api/cardrequest /api/cardrequest/request-1 /api/cardrequest
1 connection, {"connections":1,"hits":2,"misses":1}
request-4
request-5
3 connections
{"connections":0,"hits":2,"misses":3}
