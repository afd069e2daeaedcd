--TEST--
A connection on which we aborted a response is not used again, also with HTTP/2, where libcurl would keep it
--EXTENSIONS--
cotp
pcntl
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

$header = 'X-Long: ' . str_repeat('x', 1000);
$aborted = [
    'endless informational responses' => Peer::respond(201, informational: array_fill(0, 400, [103, [$header]])),
    'too many headers' => Peer::respond(201, array_fill(0, 70, $header)),
    'endless headers' => Peer::endlessHeaders(),
    'endless body' => Peer::endlessBody(201),
];
/** Returns the connections of the sends: the second one uses another connection than the first one. */
function connections(Peer $peer): string
{
    return implode(' ', array_column($peer->requests(), 'connection'));
}

foreach (WAYS as $way => $arguments) {
    foreach ($aborted as $name => $response) {
        $peer = Peer::start([$response, created('next')], ...$arguments);
        $first = failure(fn () => client($peer)->send(form()))->outcome->name;
        $seen = "$first, " . outcome(fn () => client($peer)->send(form())) . ' on ' . connections($peer);
        if ($seen !== 'Unknown, next on 1 2') {
            echo "$way, $name: $seen\n";
        }
    }

    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, fn () => throw new LogicException('interrupted'));
    $peer = Peer::start([created('warm'), Peer::signal(SIGUSR1, Peer::stall()), created('next')], ...$arguments);
    client($peer)->send(form());
    try {
        client($peer)->retrieve('abc');
    } catch (LogicException) {
        echo "$way: an interrupted call, then ", outcome(fn () => client($peer)->send(form())), ' on ', connections($peer), "\n";
    }
}

// Another stream needs the connection: it ends well, and only the next call uses a new connection.
$flood = Peer::endlessBody(201);
$peer = Peer::start([created('warm'), $flood, Peer::after('held', created('held')), created('next')], ...WAYS['HTTP/2']);
client($peer)->send(form());
$release = function (CotpAttempt $attempt) use ($peer): void {
    if ($attempt->httpStatus === 201) {
        $peer->release('held');
    }
};
$results = client($peer, observer: $release)->sendMany([form('one'), form('two')]);
echo implode(', ', array_map(fn ($result) => is_string($result) ? $result : $result->outcome->name, $results));
echo ', then ', outcome(fn () => client($peer)->send(form())), ' on ', connections($peer), "\n";
?>
--EXPECT--
HTTP/1.1: an interrupted call, then next on 1 1 2
HTTP/1.1 over TLS: an interrupted call, then next on 1 1 2
HTTP/2: an interrupted call, then next on 1 1 2
Unknown, held, then next on 1 1 1 2
