--TEST--
Attempts on dead kept connections do not count as retries, and a live connection is used again
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';

/** Makes a call, and reports for each attempt whether its connection was kept, and the status. */
function attempts(Peer $peer, int $retries): string
{
    $attempts = [];
    $observer = function (CotpAttempt $attempt) use (&$attempts) {
        $attempts[] = ($attempt->reused ? 'kept' : 'new') . ($attempt->httpStatus ? " $attempt->httpStatus" : '');
    };
    $outcome = outcome(fn () => client($peer, retries: $retries, observer: $observer)->retrieve('abc'));
    return "$outcome: " . implode(', ', $attempts);
}
$unavailable = Peer::json(503, []);

// Several times in a row, because libcurl looks for dead connections only once a second: the first time it finds them itself.
foreach (['HTTP/1.1', 'HTTP/2', 'HTTP/2', 'HTTP/1.1'] as $way) {
    $peer = Peer::start([Peer::mirror(), $unavailable], ...WAYS[$way], default: Peer::mirror());
    client($peer)->retrieve('a');
    $peer->endConnection(1);
    echo "$way, dead, ", preg_replace('/kept, new/', 'new', attempts($peer, 1)), "\n";
}

$peer = Peer::start([Peer::mirror(), Peer::close(), $unavailable, $unavailable], default: Peer::mirror());
client($peer)->retrieve('a');
echo 'lost, ', attempts($peer, 3), "\n";
?>
--EXPECT--
HTTP/1.1, dead, abc FormViewed: new 503, kept 200
HTTP/2, dead, abc FormViewed: new 503, kept 200
HTTP/2, dead, abc FormViewed: new 503, kept 200
HTTP/1.1, dead, abc FormViewed: new 503, kept 200
lost, abc FormViewed: kept, new 503, kept 503, kept 200
