--TEST--
Calls in an observer, retries and sends that follow use the connection of the call that is observed
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([created('outer'), state('inner'), Peer::respond(503), state('between'), state('again'), created('last')], ...$arguments);
    $calls = ['inner', null, 'between'];
    $cotp = client($peer, retries: 1, observer: function (CotpAttempt $attempt) use (&$cotp, &$calls) {
        echo "  $attempt->method $attempt->httpStatus attempt $attempt->attempt ", $attempt->reused ? 'reused' : 'new', "\n";
        $id = array_shift($calls);
        $id === null or $cotp->retrieve($id);
    });
    echo "$way\n";
    $cotp->send(form());
    $cotp->retrieve('again');
    $last = outcome(fn () => $cotp->send(form()));
    echo "  $last, ", count($peer->requests()), ' requests on ', count($peer->connections()), " connection\n";
}
?>
--EXPECT--
HTTP/1.1
  POST 201 attempt 1 new
  GET 200 attempt 1 reused
  GET 503 attempt 1 reused
  GET 200 attempt 1 reused
  GET 200 attempt 2 reused
  POST 201 attempt 1 reused
  last, 6 requests on 1 connection
HTTP/1.1 over TLS
  POST 201 attempt 1 new
  GET 200 attempt 1 reused
  GET 503 attempt 1 reused
  GET 200 attempt 1 reused
  GET 200 attempt 2 reused
  POST 201 attempt 1 reused
  last, 6 requests on 1 connection
HTTP/2
  POST 201 attempt 1 new
  GET 200 attempt 1 reused
  GET 503 attempt 1 reused
  GET 200 attempt 1 reused
  GET 200 attempt 2 reused
  POST 201 attempt 1 reused
  last, 6 requests on 1 connection
