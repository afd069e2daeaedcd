--TEST--
A TLS session is resumed with the same server, also after a failed attempt, but not under another CA file, and never with early data; no client certificate is sent
--EXTENSIONS--
cotp
--SKIPIF--
<?php
require __DIR__ . '/../peer/peer.inc';
require __DIR__ . '/../peer/nginx.inc';
Peer::skipUnless(tls: true);
Nginx::skipUnlessThere();               // PHP as a server never resumes a session
?>
--FILE--
<?php
require __DIR__ . '/identity.inc';
require __DIR__ . '/../peer/nginx.inc';

$owner = Peer::start(tls: true);
$stranger = Peer::start(tls: true);
$certificate = dirname((string) $owner->caFile) . '/server.pem';
$options = [
    'TLS 1.2' => 'ssl_protocols TLSv1.2;',
    'TLS 1.3' => 'ssl_protocols TLSv1.3;',
    'TLS 1.3 with early data' => 'ssl_protocols TLSv1.3; ssl_early_data on;',
    'may show a client certificate' => 'ssl_verify_client optional_no_ca;',
    'must show one' => "ssl_verify_client on; ssl_client_certificate $owner->caFile;",
];
foreach ($options as $case => $lines) {
    // It closes each connection after the response, which reports whether the session was resumed.
    $nginx = new Nginx(
        'map "$ssl_session_reused $ssl_early_data" $session { "r " resumed; ". " fresh; default "early data"; }',
        "ssl_certificate $certificate; ssl_certificate_key $certificate; ssl_session_cache shared:sessions:1m; keepalive_timeout 0; $lines
         location /api/cardrequest/lost { return 444; }
         location / { add_header Location /api/cardrequest/\$session always; return 201; }",
        tls: true,
    );
    $relay = Peer::start(accepts: array_fill(0, 16, Peer::accept('relay', to: $nginx->socket)));
    $client = fn (?string $caFile) => client($relay, baseUri: "https://127.0.0.1:$relay->port/api", caFile: $caFile, http2: false);
    [$trusting, $other, $system] = [$client($owner->caFile), $client($stranger->caFile), $client(null)];
    echo "$case: ";
    $send = fn (CotpRequest $cotp) => outcome(fn () => $cotp->send(form()));
    $lose = fn (CotpRequest $cotp) => outcome(fn () => $cotp->retrieve('lost'));
    echo implode(', ', [$send($trusting), $send($trusting), $lose($trusting), $send($trusting), $send($other), $send($system)]), ', ';
    echo 'seen by ', seenBy($relay), "\n";
    unset($nginx);
    CotpRequest::closePool();
}
?>
--EXPECT--
TLS 1.2: fresh, resumed, CotpTransportException Unknown retryable [lost], resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, seen by 0
TLS 1.3: fresh, resumed, CotpTransportException Unknown retryable [lost], resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, seen by 0
TLS 1.3 with early data: fresh, resumed, CotpTransportException Unknown retryable [lost], resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, seen by 0
may show a client certificate: fresh, resumed, CotpTransportException Unknown retryable [lost], resumed, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, seen by 0
must show one: CotpInvalidRequestException Answered 400, CotpInvalidRequestException Answered 400, CotpInvalidRequestException Answered 400 [lost], CotpInvalidRequestException Answered 400, CotpTransportException NotSent retryable, CotpTransportException NotSent retryable, seen by 0
