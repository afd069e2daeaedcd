--TEST--
Neither a redirect nor any header leads to another host, in this call or the next
--EXTENSIONS--
cotp
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(tls: true); ?>
--FILE--
<?php
require __DIR__ . '/identity.inc';

$operations = [
    'send' => fn (CotpRequest $cotp) => $cotp->send(form()),
    'retrieve' => fn (CotpRequest $cotp) => $cotp->retrieve('abc'),
    'delete' => fn (CotpRequest $cotp) => $cotp->delete('abc'),
    'setRetention' => fn (CotpRequest $cotp) => $cotp->setRetention('token', new CotpRetention(new DateTimeImmutable('+1 day'))),
    'authenticate' => fn (CotpRequest $cotp) => $cotp->authenticate(),
];
foreach (WAYS as $way => $arguments) {
    $traps = [Peer::start(default: created('trap')), Peer::start(tls: true, alpn: 'h2,http/1.1', default: created('trap'))];
    $leading = [];
    foreach ($traps as $trap) {
        array_push($leading, "Refresh: 0; url=$trap->url/", "Content-Location: $trap->url/",
            "Link: <$trap->url/>; rel=preload", "Alt-Svc: h2=\"127.0.0.1:$trap->port\"; ma=86400; persist=1", "Proxy: $trap->url");
    }
    array_push($leading, 'Strict-Transport-Security: max-age=86400; includeSubDomains', 'Upgrade: h2c, TLS/1.3', 'Upgrade-Insecure-Requests: 1',
        'WWW-Authenticate: Basic realm="x", Negotiate, NTLM', 'Proxy-Authenticate: Basic realm="x"', 'Set-Cookie: stolen=1; Path=/');
    $peer = Peer::start(...$arguments + ['default' => created('abc')]);
    $cotp = client($peer, retries: 2);
    $calls = $good = 0;
    foreach ([300, 301, 302, 303, 305, 307, 308, 401, 407] as $status) {
        foreach ($operations as $name => $call) {
            // HTTP/2 has no Upgrade header, and libcurl ends the stream.
            $headers = isset($arguments['alpn']) ? preg_grep('/^Upgrade:/', $leading, PREG_GREP_INVERT) : $leading;
            $headers[] = "Location: {$traps[$calls % 2]->url}/api/cardrequest/trap"; // libcurl 8.23 refuses two of them
            $peer->append(Peer::respond($status, $headers));
            $expected = match (true) {
                $name === 'authenticate' && $status === 401 => 'false',
                $status === 401 => 'CotpAuthenticationException Answered 401',
                $status === 407 => 'CotpApiException Answered 407',
                $name === 'send' => "CotpProtocolException Unknown $status",
                default => "CotpProtocolException Answered $status",
            };
            $outcome = preg_replace('/ \[abc\]$/', '', outcome(fn () => $call($cotp)));
            echo $outcome === $expected ? '' : "$name $status: $outcome\n";
            $good += (int) ($outcome === $expected);
            $calls++;
        }
    }
    echo "$way: $good of $calls, then ", outcome(fn () => $cotp->send(form())), '; ', count($peer->requests()) - $calls - 1, ' more requests';
    $cookies = array_filter($peer->requests(), fn ($request) => isset($request['headers']['cookie']));
    echo ', ', count($cookies), ' cookies, ', count($traps[0]->connections()) + count($traps[1]->connections()), " elsewhere\n";
}
?>
--EXPECT--
HTTP/1.1: 45 of 45, then abc; 0 more requests, 0 cookies, 0 elsewhere
HTTP/1.1 over TLS: 45 of 45, then abc; 0 more requests, 0 cookies, 0 elsewhere
HTTP/2: 45 of 45, then abc; 0 more requests, 0 cookies, 0 elsewhere
