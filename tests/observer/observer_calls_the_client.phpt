--TEST--
The observer may use the client, whose handle was returned before
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start([
        created('outer'), state('inner'), state('deeper', 'FormViewed'),
        Peer::respond(503), state('between'), state('again'),
    ], ...$arguments);
    $calls = ['inner', 'deeper', null, 'between'];
    $lines = [];
    $cotp = client($peer, retries: 1, observer: function (CotpAttempt $attempt) use (&$cotp, &$calls, &$lines) {
        $id = array_shift($calls);
        if ($id !== null) {
            $lines[] = "  after $attempt->httpStatus: " . outcome(fn () => $cotp->retrieve($id));
        }
    });
    echo "$way: ", $cotp->send(form()), ', ', outcome(fn () => $cotp->retrieve('again'));
    echo ', ', count($peer->requests()), " requests\n";
    echo implode("\n", $lines), "\n";
}
?>
--EXPECT--
HTTP/1.1: outer, again MessageQueued, 6 requests
  after 200: deeper FormViewed
  after 201: inner MessageQueued
  after 503: between MessageQueued
HTTP/1.1 over TLS: outer, again MessageQueued, 6 requests
  after 200: deeper FormViewed
  after 201: inner MessageQueued
  after 503: between MessageQueued
HTTP/2: outer, again MessageQueued, 6 requests
  after 200: deeper FormViewed
  after 201: inner MessageQueued
  after 503: between MessageQueued
