--TEST--
Every call after the first uses the kept connection, with TLS 1.2 and 1.3, HTTP/1.1 and HTTP/2, also with nginx
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/../peer/nginx.inc';
Peer::skipUnless(tls: true);
Nginx::skipUnlessThere();
?>
--FILE--
<?php
require __DIR__ . '/../lib/client.inc';
require __DIR__ . '/../peer/nginx.inc';

/** Reports which calls, each with a response, used an open connection. Each call meets the state after the response before. */
function reuse(Peer $peer, string $baseUri, ?string $caFile): string
{
    $seen = [];
    $cotp = client($peer, baseUri: $baseUri, caFile: $caFile, observer: function (CotpAttempt $attempt) use (&$seen) {
        $seen[] = "$attempt->httpStatus $attempt->protocol " . ($attempt->reused ? 'kept' : 'new');
    });
    for ($count = 0; $count < 10; $count++) {
        $cotp->send(form(headerText: str_repeat('A long text. ', 100)));
        $cotp->retrieve('abc');
    }
    $runs = implode(', ', array_map(fn ($attempt, $times) => "$times $attempt", array_keys(array_count_values($seen)), array_count_values($seen)));
    $connections = CotpRequest::pool()['connections'];
    CotpRequest::closePool();
    return "$runs; $connections open, " . count($peer->connections()) . ' in all';
}

$responses = Peer::json(201, ['RequestID' => 'abc', 'LastNotifiedStatus' => 'FormViewed'], ['Location: /{request}']);
$owner = Peer::start(tls: true);
$certificate = dirname((string) $owner->caFile) . '/server.pem';
foreach (['1.2', '1.3'] as $tls) {
    foreach (['http/1.1', 'h2'] as $alpn) {
        $peer = Peer::start(tls: true, alpn: $alpn, tlsVersion: $tls, default: $responses);
        echo "TLS $tls, $alpn: ", reuse($peer, "$peer->url/api", $peer->caFile), "\n";

        $nginx = new Nginx(
            '',
            "ssl_certificate $certificate; ssl_certificate_key $certificate; ssl_protocols TLSv$tls;
             location / { add_header Location /\$request_id always; return 201 '{\"RequestID\":\"abc\",\"LastNotifiedStatus\":\"FormViewed\"}'; }",
            tls: true,
            http2: $alpn === 'h2',
        );
        $relay = Peer::start(accepts: array_fill(0, 32, Peer::accept('relay', to: $nginx->socket)));
        echo '    of nginx: ', reuse($relay, "https://127.0.0.1:$relay->port/api", $owner->caFile), "\n";
    }
}
?>
--EXPECT--
TLS 1.2, http/1.1: 1 201 HTTP/1.1 new, 19 201 HTTP/1.1 kept; 1 open, 1 in all
    of nginx: 1 201 HTTP/1.1 new, 19 201 HTTP/1.1 kept; 1 open, 1 in all
TLS 1.2, h2: 1 201 HTTP/2 new, 19 201 HTTP/2 kept; 1 open, 1 in all
    of nginx: 1 201 HTTP/2 new, 19 201 HTTP/2 kept; 1 open, 1 in all
TLS 1.3, http/1.1: 1 201 HTTP/1.1 new, 19 201 HTTP/1.1 kept; 1 open, 1 in all
    of nginx: 1 201 HTTP/1.1 new, 19 201 HTTP/1.1 kept; 1 open, 1 in all
TLS 1.3, h2: 1 201 HTTP/2 new, 19 201 HTTP/2 kept; 1 open, 1 in all
    of nginx: 1 201 HTTP/2 new, 19 201 HTTP/2 kept; 1 open, 1 in all
