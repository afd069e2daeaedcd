--TEST--
Two objects and many calls use one connection, and each warm call reports it
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

foreach (WAYS as $way => $arguments) {
    $peer = Peer::start(...$arguments + ['default' => Peer::json(201, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'FormViewed'], ['Location: /{request}'])]);
    $reused = [];
    $note = function (CotpAttempt $attempt) use (&$reused) {
        $reused[] = (int) $attempt->reused;
    };
    $one = client($peer, observer: $note);
    $other = client($peer, apiKey: 'another-key', retries: 3, timeout: 30.0, observer: $note);
    for ($count = 0; $count < 5; $count++) {
        $one->send(form());
        $other->send(form());
        $one->retrieve('abc');
        $other->deleteCard(str_repeat('ab', 16));
    }
    unset($one, $other);
    client($peer, observer: $note)->authenticate();
    echo "$way: ", count($peer->connections()), ' connection, ', count($peer->requests()), ' requests, reused: ', implode($reused), "\n";
    $keys = array_count_values(array_map(fn ($request) => $request['headers']['authorization'], $peer->requests()));
    echo json_encode($keys), "\n";
}
?>
--EXPECT--
HTTP/1.1: 1 connection, 21 requests, reused: 011111111111111111111
{"APIKEY key-4711":11,"APIKEY another-key":10}
HTTP/1.1 over TLS: 1 connection, 21 requests, reused: 011111111111111111111
{"APIKEY key-4711":11,"APIKEY another-key":10}
HTTP/2: 1 connection, 21 requests, reused: 011111111111111111111
{"APIKEY key-4711":11,"APIKEY another-key":10}
