<?php
declare(strict_types=1);

/*
 * Proves with ext-curl that each action of the scripted peer does what it says.
 * Run: php tests/peer/selftest.php [part of a test's name] [-v]
 */

require __DIR__ . '/peer.inc';

/** What one call came to: code of libcurl's error, status, headers, body. */
final class Result
{
    public int $error;
    public int $status;
    public int $newConnections;
    public string $headers = '';
    public string|bool $body;
}

function handle(Peer $peer, string $path = '/', ?string $post = null, array $options = [], ?CurlHandle $handle = null): CurlHandle
{
    $handle ??= curl_init();
    curl_reset($handle);                // keeps the connection
    $isTls = str_starts_with($peer->url, 'https');
    curl_setopt_array($handle, [
        CURLOPT_URL => $peer->url . $path,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_HTTP_VERSION => $isTls ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1,
        CURLOPT_TIMEOUT => 60,
        CURLOPT_PROXY => '',
    ]);
    curl_setopt_array($handle, $options + ($isTls ? [CURLOPT_CAINFO => $peer->caFile] : []));
    if ($post !== null) {
        curl_setopt_array($handle, [CURLOPT_POST => true, CURLOPT_POSTFIELDS => $post]);
    }
    return $handle;
}

function call(Peer $peer, string $path = '/', ?string $post = null, array $options = [], ?CurlHandle $handle = null): Result
{
    $handle = handle($peer, $path, $post, $options, $handle);
    $result = new Result();
    curl_setopt($handle, CURLOPT_HEADERFUNCTION, function ($handle, string $line) use ($result): int {
        $result->headers .= $line;
        return strlen($line);
    });
    $result->body = curl_exec($handle);
    $result->error = curl_errno($handle);
    $result->status = curl_getinfo($handle, CURLINFO_HTTP_CODE);
    $result->newConnections = curl_getinfo($handle, CURLINFO_NUM_CONNECTS);
    return $result;
}

/**
 * Many requests at once on one multi handle, until $until holds or all are done.
 * @param list<CurlHandle> $handles
 * @return list<int> error codes
 */
function callMany(array $handles, ?callable $until = null): array
{
    $multi = curl_multi_init();
    foreach ($handles as $handle) {
        curl_setopt($handle, CURLOPT_PIPEWAIT, true);
        curl_multi_add_handle($multi, $handle);
    }
    $errors = [];
    do {
        curl_multi_exec($multi, $running);
        while ($done = curl_multi_info_read($multi)) {
            $errors[array_search($done['handle'], $handles, true)] = $done['result'];
            curl_multi_remove_handle($multi, $done['handle']);
        }
        curl_multi_select($multi, 0.05);
    } while ($running && !($until !== null && $until()));
    ksort($errors);
    return $errors;
}

function same(mixed $expected, mixed $seen, string $what): void
{
    if ($expected !== $seen) {
        throw new UnexpectedValueException("$what: expected " . var_export($expected, true) . ', seen ' . var_export($seen, true));
    }
}

function oneOf(array $expected, mixed $seen, string $what): void
{
    if (!in_array($seen, $expected, true)) {
        throw new UnexpectedValueException("$what: expected one of " . implode(', ', $expected) . ', seen ' . var_export($seen, true));
    }
}

/** The three ways to speak: the arguments of Peer::start(). */
const WAYS = [
    'plain' => [],
    'tls' => ['tls' => true],
    'h2' => ['tls' => true, 'alpn' => 'h2'],
];

$tests = [];

foreach (WAYS as $way => $arguments) {
    $isHttp2 = $way === 'h2';
    $start = fn (array $script, mixed ...$more) => Peer::start($script, ...$arguments, ...$more);

    $tests["$way: response, log of the request"] = function () use ($start, $isHttp2, $way) {
        $peer = $start([Peer::json(201, ['a' => "\u{e4}"], ['Location: /x', 'Retry-After: 2'])]);
        $result = call($peer, '/api/cardrequest?x=1', "a\0b\xff", [CURLOPT_HTTPHEADER => ['X-One: 1', 'X-one: 2', 'Authorization: APIKEY k']]);
        same([0, 201, '{"a":"\u00e4"}'], [$result->error, $result->status, $result->body], 'result');
        same(1, preg_match('~^location: /x\r\nretry-after: 2\r$~im', $result->headers), 'headers');
        [$request] = $peer->requests();
        same(['POST', '/api/cardrequest?x=1', "a\0b\xff", true, 1, 1], [$request['method'], $request['path'], $request['body'],
            $request['whole'], $request['connection'], $request['onConnection']], 'request');
        same('1, 2', $request['headers']['x-one'], 'header that occurs twice');
        same('APIKEY k', $request['headers']['authorization'], 'header');
        same("127.0.0.1:$peer->port", $request['headers']['host'], 'host');
        same($isHttp2 ? 'h2' : ($way === 'tls' ? 'http/1.1' : ''), $peer->connections()[1]['alpn'], 'ALPN');
    };

    $tests["$way: mirror"] = function () use ($start) {
        $peer = $start([Peer::respond(204)], default: Peer::mirror());
        $handle = curl_init();
        call($peer, '/', null, [], $handle);
        $sent = call($peer, '/api/cardrequest', 'x', [], $handle);
        same([201, 1], [$sent->status, preg_match('~^location: /api/cardrequest/request-2\r$~im', $sent->headers)], 'sent');
        same('{"RequestID":"abc","LastNotifiedStatus":"FormViewed"}', call($peer, '/api/cardrequest/abc')->body, 'retrieved');
        same(404, call($peer, '/api/cardrequest/absent-1')->status, 'absent');
    };

    $tests["$way: keeps the connection, default after the script"] = function () use ($start) {
        $peer = $start([Peer::respond(200), Peer::respond(204)], default: Peer::respond(404));
        $handle = curl_init();
        $statuses = [];
        foreach (range(1, 4) as $number) {
            $statuses[] = call($peer, "/$number", null, [], $handle)->status;
        }
        same([200, 204, 404, 404], $statuses, 'statuses');
        same([1, 2, 3, 4], array_column($peer->requests(), 'onConnection'), 'numbers on the connection');
        unset($handle);
        $peer->waitClosed(1);
        same('client', $peer->connections()[1]['closed'], 'who closed');
    };

    $tests["$way: second POST read whole, closed without response"] = function () use ($start, $isHttp2) {
        $peer = $start([Peer::respond(201), Peer::close(), Peer::respond(201)]);
        $handle = curl_init();
        same(201, call($peer, '/', 'first', [], $handle)->status, 'first');
        $second = call($peer, '/', 'second', [], $handle);
        // libcurl sends it again over HTTP/1.1: that is the danger which the extension must avert.
        same($isHttp2 ? 0 : 201, $second->status, 'second');
        same($isHttp2 ? ['first', 'second'] : ['first', 'second', 'second'], array_column($peer->processed(), 'body'), 'processed');
        same('peer', $peer->connections()[1]['closed'], 'who closed');
    };

    $tests["$way: reset after a request"] = function () use ($start) {
        $peer = $start([Peer::reset()]);
        oneOf([16, 18, 52, 55, 56, 92], call($peer, '/', 'x')->error, 'error');
        same(1, count($peer->processed()), 'processed');
    };

    foreach (['close', 'reset'] as $then) {
        $tests["$way: response cut in its head, $then"] = function () use ($start, $then) {
            $peer = $start([Peer::cut(Peer::respond(200, [], 'abc'), 'head', $then)]);
            $result = call($peer, '/', 'x');
            // A head that is cut by a close is no error to libcurl over HTTP/1.1: it looks like a response without end mark.
            oneOf($then === 'close' ? [0, 18, 52, 56, 92] : [16, 18, 55, 56, 92], $result->error, 'error');
        };
        $tests["$way: body cut, $then"] = function () use ($start, $then, $isHttp2) {
            $peer = $start([Peer::cut(Peer::respond(200, [], 'abcdef'), 3, $then)]);
            $result = call($peer, '/', 'x', [CURLOPT_RETURNTRANSFER => false, CURLOPT_WRITEFUNCTION => fn ($handle, $bytes) => strlen($bytes)]);
            // Over HTTP/2 the client may run into the reset while it acknowledges the settings, before it reads.
            oneOf($isHttp2 && $then === 'reset' ? [0, 200] : [200], $result->status, 'status');
            oneOf([16, 18, 55, 56, 92], $result->error, 'error');
        };
        $tests["$way: chunked body cut, $then"] = function () use ($start, $then) {
            $peer = $start([Peer::cut(Peer::respond(200, [], 'abcdef', chunked: true), 3, $then)]);
            oneOf([16, 18, 55, 56, 92], call($peer, '/', 'x')->error, 'error');
        };
    }

    $tests["$way: chunked response, large both ways"] = function () use ($start) {
        $large = str_repeat("0123456789abcde\n", 2 << 16);
        $peer = $start([Peer::respond(200, [], $large, chunked: true), Peer::respond(200, [], $large)]);
        $handle = curl_init();
        foreach ([1, 2] as $ignored) {
            $result = call($peer, '/', $large, [], $handle);
            same([0, 200, md5($large)], [$result->error, $result->status, md5((string) $result->body)], 'result');
        }
        same([md5($large), md5($large)], array_map(md5(...), array_column($peer->processed(), 'body')), 'bodies');
        same(1, count($peer->connections()), 'connections');
    };

    $tests["$way: chunked request"] = function () use ($start) {
        $peer = $start([Peer::respond(200)]);
        $pieces = ['one', 'two', ''];
        $options = [CURLOPT_POST => true, CURLOPT_READFUNCTION => function () use (&$pieces) { return array_shift($pieces); },
            CURLOPT_HTTPHEADER => ['Transfer-Encoding: chunked', 'Expect:']];
        same(200, call($peer, '/', null, $options)->status, 'status');
        same(['onetwo'], array_column($peer->processed(), 'body'), 'processed');
    };

    $tests["$way: stall until the client gives up"] = function () use ($start, $isHttp2) {
        $peer = $start([Peer::stall(), Peer::cut(Peer::respond(200, [], 'abcdef'), 3, 'stall')]);
        same(28, call($peer, '/', 'x', [CURLOPT_TIMEOUT_MS => 300])->error, 'no response');
        $peer->waitClosed(1);
        same(28, call($peer, '/', 'x', [CURLOPT_TIMEOUT_MS => 300])->error, 'half a response');
        $peer->waitClosed(2);
        same(2, count($peer->processed()), 'processed');
    };

    $tests["$way: held until released"] = function () use ($start) {
        $peer = $start([Peer::after('go', Peer::respond(201)), Peer::respond(202)]);
        $handles = [handle($peer, '/1', 'a'), handle($peer, '/2', 'b')];
        $released = false;
        $errors = callMany($handles, function () use ($peer, &$released) {
            if (!$released && array_column($peer->requests(), 'finished', 'number') === [1 => false, 2 => true]) {
                $peer->waitHeld('go');
                $peer->release('go');
                $released = true;
            }
            return false;
        });
        same([0, 0], $errors, 'errors');
        $statuses = array_map(fn ($handle) => curl_getinfo($handle, CURLINFO_HTTP_CODE), $handles);
        sort($statuses);
        same([201, 202], $statuses, 'statuses');
    };

    $tests["$way: a signal when the request was read"] = function () use ($start) {
        $peer = $start([Peer::respond(201), Peer::signal(SIGUSR1, Peer::after('go', Peer::respond(202)))]);
        $read = [];
        pcntl_async_signals(true);
        pcntl_signal(SIGUSR1, function () use ($peer, &$read) {
            $read[] = count($peer->processed());
            $peer->release('go');
        });
        $handles = [handle($peer, '/', 'a'), handle($peer, '/', 'b')];
        same([0, 0], callMany($handles), 'errors');
        same([2], $read, 'read by then');
    };

    $tests["$way: endless headers"] = function () use ($start) {
        $peer = $start([Peer::endlessHeaders()]);
        oneOf([8, 16, 27, 56, 92], call($peer)->error, 'error');
        $peer->waitClosed(1);
    };

    $tests["$way: endless body"] = function () use ($start) {
        $peer = $start([Peer::endlessBody(200)]);
        $seen = 0;
        $options = [CURLOPT_RETURNTRANSFER => false, CURLOPT_WRITEFUNCTION => function ($handle, $bytes) use (&$seen) {
            $seen += strlen($bytes);
            return $seen > 20_000_000 ? 0 : strlen($bytes);
        }];
        same(23, call($peer, '/', null, $options)->error, 'error');
        same(true, $seen > 20_000_000, 'amount');
        $peer->waitClosed(1);
    };

    $tests["$way: informational response first"] = function () use ($start) {
        $peer = $start([Peer::respond(200, [], 'x', informational: [[103, ['Link: </a>']], [103, []]])]);
        $result = call($peer);
        same([0, 200, 'x', 2], [$result->error, $result->status, $result->body, preg_match_all('~^HTTP/\S+ 103~m', $result->headers)], 'result');
    };

    $tests["$way: idle connection closed by the test"] = function () use ($start) {
        $peer = $start([Peer::respond(200), Peer::respond(200), Peer::respond(200)]);
        $handle = curl_init();
        call($peer, '/', 'a', [], $handle);
        $peer->endConnection(1);
        same('peer', $peer->connections()[1]['closed'], 'closed');
        same(1, call($peer, '/', 'b', [], $handle)->newConnections, 'new connections');
        $peer->endConnection(2, 'reset');
        same(1, call($peer, '/', 'c', [], $handle)->newConnections, 'new connections');
        same([1, 2, 3], array_column($peer->processed(), 'connection'), 'connections');
    };

    $tests["$way: bytes nobody asked for, and what went over the connection"] = function () use ($start, $isHttp2) {
        $peer = $start([Peer::respond(200, ['X-Request: {request}'])], keepPlaintext: true);
        $handle = curl_init();
        same(1, preg_match('~^x-request: 000001\r$~im', call($peer, '/', 'abc', [], $handle)->headers), 'number in a header');
        $peer->sendBytes(1, "\0unasked");
        unset($handle);
        $peer->waitClosed(1);
        ['up' => $up, 'down' => $down] = $peer->connections()[1]['plaintext'];
        same([true, true], [str_contains($up, 'abc'), str_ends_with($down, "\0unasked")], 'plaintext');
        same(true, str_starts_with($up, $isHttp2 ? 'PRI * HTTP/2.0' : 'POST / HTTP/1.1'), 'beginning');
    };

    $tests["$way: closed at once after a response"] = function () use ($start) {
        $peer = $start([Peer::end(Peer::respond(200), 'close')]);
        same(200, call($peer)->status, 'status');
        $peer->waitClosed(1);
        same('peer', $peer->connections()[1]['closed'], 'who closed');
    };

    $tests["$way: acts before the request is whole"] = function () use ($start) {
        $peer = $start([Peer::early('head', Peer::reset()), Peer::early(1000, Peer::reset())]);
        foreach ([1, 2] as $ignored) {
            oneOf([16, 18, 52, 55, 56, 92], call($peer, '/', str_repeat('x', 5_000_000), [CURLOPT_HTTPHEADER => ['Expect:']])->error, 'error');
        }
        same([false, false], array_column($peer->requests(), 'whole'), 'whole');
        same([], $peer->processed(), 'processed');
        same(true, strlen($peer->requests()[1]['body']) >= 1000, 'part of the body');
    };

    $tests["$way: HEAD, 100-continue"] = function () use ($start) {
        $peer = $start([Peer::respond(200, [], 'abc'), Peer::respond(200, [], 'def')]);
        $handle = curl_init();
        same(0, call($peer, '/', null, [CURLOPT_NOBODY => true], $handle)->error, 'HEAD');
        $result = call($peer, '/', 'post', [CURLOPT_HTTPHEADER => ['Expect: 100-continue'], CURLOPT_EXPECT_100_TIMEOUT_MS => 50000], $handle);
        same(['def', 0], [$result->body, $result->newConnections], '100-continue');
    };

    $tests["$way: connections ended at accept"] = function () use ($start) {
        $peer = $start([Peer::respond(200)], accepts: [
            Peer::accept('close'), Peer::accept('reset'), Peer::accept('stall'), Peer::accept('raw', "junk\r\n\r\n"),
        ]);
        same([0, 0], [call($peer)->status, call($peer)->status], 'closed and reset');
        same(28, call($peer, '/', null, [CURLOPT_TIMEOUT_MS => 300])->error, 'stalled');
        same(0, call($peer)->status, 'junk');
        same(200, call($peer)->status, 'then served');
        same([5], array_column($peer->requests(), 'connection'), 'requests');
    };

    $tests["$way: the client asks to close"] = function () use ($start, $isHttp2) {
        $peer = $start([Peer::respond(200)]);
        $handle = curl_init();
        same(200, call($peer, '/', null, [CURLOPT_HTTPHEADER => ['Connection: close']], $handle)->status, 'status');
        unset($handle);
        $peer->waitClosed(1);
        same(true, $isHttp2 || $peer->connections()[1]['closed'] === 'peer', 'who closed');
    };

    $tests["$way: relay that resets"] = function () use ($start) {
        $peer = $start([Peer::after('never', Peer::respond(200))]);
        $relay = Peer::start(accepts: [Peer::accept('relay', to: "127.0.0.1:$peer->port")]);
        $handle = handle($peer, '/', 'x', [CURLOPT_URL => str_replace((string) $peer->port, (string) $relay->port, $peer->url)]);
        $errors = callMany([$handle], function () use ($peer, $relay) {
            if (array_column($peer->requests(), 'waiting') === ['never'] && $relay->connections()[1]['closed'] === null) {
                $relay->endConnection(1, 'reset');
            }
            return false;
        });
        oneOf([16, 52, 55, 56], $errors[0], 'error');
        same(1, preg_match('/reset/i', curl_error($handle)), 'a real reset, also under TLS: ' . curl_error($handle));
    };
}

foreach (['tls', 'h2'] as $way) {
    $start = fn (mixed ...$more) => Peer::start([Peer::respond(200)], ...WAYS[$way], ...$more);
    foreach (['good' => 0, 'wrongHost' => 60, 'selfSigned' => 60, 'untrusted' => 60, 'expired' => 60, 'notYetValid' => 60] as $certificate => $error) {
        $tests["$way: certificate $certificate"] = function () use ($start, $certificate, $error) {
            $peer = $start(certificate: $certificate);
            $handle = curl_init();
            same($error, call($peer, '/', 'x', [], $handle)->error, curl_error($handle));
            same($error === 0 ? 1 : 0, count($peer->requests()), 'requests');
            $word = ['expired' => 'expired', 'notYetValid' => 'not yet valid'][$certificate] ?? '';
            same(true, str_contains(curl_error($handle), $word), curl_error($handle));
        };
    }
    $tests["$way: named host"] = function () use ($start) {
        $peer = $start(names: ['service.pcibooking.net']);
        foreach (['localhost', 'service.pcibooking.net'] as $name) {
            same(200 + 300 * (int) ($name !== 'localhost'), call($peer, '/', null, [CURLOPT_URL => "https://$name:$peer->port/",
                CURLOPT_RESOLVE => ["$name:$peer->port:127.0.0.1"]])->status, $name);
        }
    };
    $tests["$way: ended after the handshake"] = function () use ($start) {
        $peer = $start(accepts: [Peer::accept('closeAfterHandshake'), Peer::accept('resetAfterHandshake')]);
        same([0, 0, 200], [call($peer)->status, call($peer)->status, call($peer)->status], 'statuses');
        oneOf(['TLSv1.3', 'TLSv1.2'], $peer->connections()[2]['tls'], 'handshake done');
    };
}

$tests['tls: names, chain and ciphers of a certificate'] = function () {
    $start = fn (mixed ...$settings) => Peer::start(...$settings + ['script' => [Peer::respond(200)], 'tls' => true]);
    same(0, call($start(certificate: ['key' => 2048, 'digest' => 'sha384', 'between' => [[], []]]))->error, 'chain');
    same(60, call($start(certificate: ['between' => [[]], 'sent' => []]))->error, 'incomplete chain');
    same(60, call($start(certificate: ['names' => 'IP:127.0.0.2']))->error, 'names');
    $peer = $start(tlsVersion: '1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA');
    $options = fn (string $cipher) => [CURLOPT_SSL_CIPHER_LIST => $cipher, CURLOPT_SSLVERSION => CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2];
    same(35, call($peer, options: $options('ECDHE-ECDSA-AES256-GCM-SHA384'))->error, 'another cipher');
    same(0, call($peer, options: $options('ECDHE-ECDSA-AES128-SHA'))->error, 'that cipher');
};

$tests['plain: what was received is recorded'] = function () {
    $peer = Peer::start([Peer::respond(200)]);
    $relay = Peer::start(accepts: [Peer::accept('relay', to: "127.0.0.1:$peer->port"), Peer::accept('record', "HTTP/1.1 204 None\r\n\r\n")]);
    same([200, 204], [call($relay, '/relayed', "a\0b")->status, call($relay, '/recorded', "a\0b")->status], 'statuses');
    $received = array_column($relay->connections(), 'received');
    foreach (['/relayed', '/recorded'] as $number => $path) {
        same(1, preg_match("~^POST $path HTTP/1\.1\r\n.*\r\n\r\na\0b$~s", $received[$number]), $path);
    }
};

$tests['tls: versions'] = function () {
    foreach (['1.0', '1.1', '1.2', '1.3'] as $version) {
        $peer = Peer::start([Peer::respond(200)], tls: true, tlsVersion: $version);
        $old = $version < '1.2';
        $result = call($peer, '/', null, [CURLOPT_SSLVERSION => CURL_SSLVERSION_TLSv1_2]);
        same($old ? [35, 0] : [0, 200], [$result->error, $result->status], $version);
        same($old ? null : "TLSv$version", $peer->connections()[1]['tls'], 'handshake');
        $result = call($peer, '/', null, [CURLOPT_SSLVERSION => CURL_SSLVERSION_TLSv1_0, CURLOPT_SSL_CIPHER_LIST => 'DEFAULT:@SECLEVEL=0']);
        same(0, $result->error, "an old client on $version");
    }
};

$tests['plain: raw responses'] = function () {
    $cases = [
        'x' => 1,
        "HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n" => 8,
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\0" => 0,
    ];
    foreach ($cases as $bytes => $error) {
        $peer = Peer::start([Peer::raw($bytes)]);
        oneOf([$error], call($peer)->error, json_encode($bytes));
    }
};

$tests['plain: refusing, silent, no longer listening'] = function () {
    $peer = Peer::start(default: Peer::respond(200));
    same(7, call($peer, '/', null, [CURLOPT_URL => 'http://127.0.0.1:' . Peer::closedPort()])->error, 'closed port');
    same(28, call($peer, '/', null, [CURLOPT_URL => 'http://127.0.0.1:' . Peer::silentPort(), CURLOPT_CONNECTTIMEOUT_MS => 300])->error, 'silent port');
    $handle = curl_init();
    same(200, call($peer, '/', null, [], $handle)->status, 'before');
    $peer->stopListening();
    same(7, call($peer)->error, 'new connection');
    same(200, call($peer, '/', null, [], $handle)->status, 'kept connection');
};

$tests['plain: append'] = function () {
    $peer = Peer::start();
    $peer->append(Peer::respond(201), Peer::respond(202));
    same([201, 202, 500], [call($peer)->status, call($peer)->status, call($peer)->status], 'statuses');
};

$tests['plain: a response in one piece'] = function () {
    $peer = Peer::start(default: Peer::inOnePiece(Peer::respond(200, [], 'the body')));
    for ($count = 0; $count < 20; $count++) { // two pieces may come as one by chance, but not each time
        $stream = stream_socket_client("tcp://127.0.0.1:$peer->port");
        fwrite($stream, "GET / HTTP/1.1\r\nHost: peer\r\n\r\n");
        same('the body', substr((string) fread($stream, 8192), -8), 'the first piece');
    }
};

$tests['plain: forget'] = function () {
    $peer = Peer::start(default: Peer::respond(204));
    $peer->append(Peer::respond(201), Peer::respond(202));
    same(201, call($peer)->status, 'before');
    $peer->forget();
    same(204, call($peer)->status, 'after');
};

$tests['h2: refused stream'] = function () {
    $peer = Peer::start([Peer::respond(200), Peer::refuse(), Peer::respond(201), Peer::refuse(Peer::INTERNAL_ERROR),
        Peer::cut(Peer::respond(200, [], 'abcdef'), 3, 'refuse'), Peer::respond(202)], tls: true, alpn: 'h2');
    $handle = curl_init();
    same(200, call($peer, '/', 'a', [], $handle)->status, 'response');
    // libcurl sends a refused stream again by itself.
    same(201, call($peer, '/', 'b', [], $handle)->status, 'after REFUSED_STREAM');
    same(92, call($peer, '/', 'c', [], $handle)->error, 'INTERNAL_ERROR');
    same(92, call($peer, '/', 'd', [], $handle)->error, 'in the middle of a response');
    same(202, call($peer, '/', 'e', [], $handle)->status, 'still alive');
    same(['a', 'b', 'b', 'c', 'd', 'e'], array_column($peer->requests(), 'body'), 'requests');
};

$tests['h2: goaway'] = function () {
    $peer = Peer::start([
        Peer::respond(200), Peer::goAway(), Peer::respond(201), Peer::end(Peer::respond(202), 'goAway', Peer::NO_ERROR), Peer::respond(203),
    ], tls: true, alpn: 'h2');
    $handle = curl_init();
    $statuses = [];
    foreach (['a', 'b', 'c', 'd'] as $body) {
        $statuses[] = call($peer, "/$body", null, [], $handle)->status;
    }
    same(200, $statuses[0], 'response');
    same(true, in_array(202, $statuses, true) || in_array(201, $statuses, true), 'later responses');
    same('peer', $peer->connections()[1]['closed'], 'closed');
};

$tests['h2: many streams, out of order'] = function () {
    $peer = Peer::start([
        Peer::after('all', Peer::respond(201, [], '1')), Peer::after('all', Peer::respond(202, [], '2')),
        Peer::refuse(Peer::INTERNAL_ERROR), Peer::respond(204),
    ], tls: true, alpn: 'h2', default: Peer::respond(200, [], str_repeat('z', 300_000)));
    $handles = array_map(fn ($number) => handle($peer, "/$number", str_repeat("$number", 1000)), range(1, 12));
    $released = false;
    $errors = callMany($handles, function () use ($peer, &$released) {
        if (!$released && count($peer->processed()) === 12) {
            $peer->release('all');
            $released = true;
        }
        return false;
    });
    // While other streams carry data, libcurl 7.88 takes the broken stream for a dead connection and sends the POST
    // again on a new one, though the server read it whole.
    sort($errors);
    $bodies = array_count_values(array_column($peer->processed(), 'body'));
    oneOf([[...array_fill(0, 11, 0), 92], array_fill(0, 12, 0)], $errors, 'errors');
    same($errors[11] === 0 ? 2 : 1, $bodies[str_repeat('3', 1000)], 'the broken one was processed');
    same(12, count(array_filter($peer->requests(), fn ($request) => $request['connection'] === 1)), 'all on one connection');
};

$tests['h2: frames by hand: cancelled stream, ping, padding, continuation'] = function () {
    // libcurl does not always send the RST_STREAM of a call that it gave up.
    require_once __DIR__ . '/hpack.inc';
    $peer = Peer::start([Peer::stall(), Peer::respond(204)], tls: true, alpn: 'h2');
    $context = stream_context_create(['ssl' => ['cafile' => $peer->caFile, 'alpn_protocols' => 'h2']]);
    $client = stream_socket_client("ssl://127.0.0.1:$peer->port", $code, $message, 10, STREAM_CLIENT_CONNECT, $context);
    $frame = fn (int $type, int $flags, int $stream, string $payload) =>
        substr(pack('N', strlen($payload)), 1) . chr($type) . chr($flags) . pack('N', $stream) . $payload;
    $block = hpackField(':method', 'POST') . hpackField(':path', '/hand');
    fwrite($client, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" . $frame(4, 0, 0, '')
        . $frame(1, 4, 1, $block) . $frame(0, 9, 1, "\x02ab\0\0") . $frame(3, 0, 1, pack('N', 8))
        . $frame(1, 0x29, 3, "\x01\0\0\0\0\x10" . substr($block, 0, 5) . "\0") . $frame(9, 4, 3, substr($block, 5)) . $frame(6, 0, 0, '12345678'));
    stream_set_timeout($client, 10);
    for ($seen = ''; !str_contains($seen, $frame(6, 1, 0, '12345678')) && ($bytes = fread($client, 8192));) {
        $seen .= $bytes;
    }
    $peer->wait(2);
    same([8, null], array_column($peer->requests(), 'cancelled'), 'cancelled');
    same(['/hand', '/hand'], array_column($peer->requests(), 'path'), 'paths');
    same(['ab', ''], array_column($peer->requests(), 'body'), 'bodies');
    same(true, str_contains($seen, $frame(6, 1, 0, '12345678')), 'PING acknowledged');
};

$tests['h2: one stream at a time'] = function () {
    $peer = Peer::start(default: Peer::respond(200), tls: true, alpn: 'h2', http2Settings: [3 => 1]);
    $handles = array_map(fn ($number) => handle($peer, "/$number", 'x', [CURLOPT_MAXCONNECTS => 1]), range(1, 4));
    same([0, 0, 0, 0], callMany($handles), 'errors');
};

$tests['h2: a client that does not want it'] = function () {
    $peer = Peer::start([Peer::respond(200)], tls: true, alpn: 'h2,http/1.1');
    same(200, call($peer, '/', null, [CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1])->status, 'status');
    same('HTTP/1.1', $peer->requests()[0]['version'], 'version');
};

$tests['h2: all header bytes, remembered ones too'] = function () {
    $peer = Peer::start(default: Peer::respond(200), tls: true, alpn: 'h2');
    $handle = curl_init();
    $text = implode('', array_map(chr(...), [...range(33, 126), ...range(128, 255)]));
    foreach ([1, 2, 3] as $number) {
        call($peer, "/$number", null, [CURLOPT_HTTPHEADER => ["X-All: $text", "X-Long: " . str_repeat('l', 3000) . $number]], $handle);
    }
    same([$text, $text, $text], array_map(fn ($request) => $request['headers']['x-all'], $peer->requests()), 'values');
    same(['1', '2', '3'], array_map(fn ($request) => substr($request['headers']['x-long'], -1), $peer->requests()), 'long values');
};

foreach (WAYS as $way => $arguments) {
    $tests["proxy: tunnel, $way"] = function () use ($arguments, $way) {
        $peer = Peer::start(...$arguments, default: Peer::respond(200, [], 'through'), names: ['service.pcibooking.net']);
        $proxy = Peer::proxy('user:secret', "127.0.0.1:$peer->port");
        $options = [CURLOPT_PROXY => "http://127.0.0.1:$proxy->port", CURLOPT_HTTPPROXYTUNNEL => true];
        if ($way !== 'plain') {
            $options[CURLOPT_URL] = 'https://service.pcibooking.net/';
        }
        same(0, call($peer, '/', 'x', $options)->status, 'without password');
        $result = call($peer, '/', 'x', $options + [CURLOPT_PROXYUSERPWD => 'user:secret']);
        same([200, 'through'], [$result->status, $result->body], 'with password');
        $requests = $proxy->requests();
        same('CONNECT', $requests[0]['method'], 'method');
        same($way === 'plain' ? "127.0.0.1:$peer->port" : 'service.pcibooking.net:443', $requests[0]['path'], 'target');
        same('Basic ' . base64_encode('user:secret'), end($requests)['headers']['proxy-authorization'], 'credentials');
        $peer->wait(1);
        same(1, count($peer->processed()), 'one came through');
    };
}

$tests['proxy: none needed, target refuses, scripted refusal, close'] = function () {
    $peer = Peer::start(default: Peer::respond(200), tls: true);
    $proxy = Peer::start([Peer::tunnel(), Peer::tunnel(to: '127.0.0.1:' . Peer::closedPort()), Peer::respond(403), Peer::close()]);
    $seen = [];
    foreach (range(1, 4) as $ignored) {
        $handle = handle($peer, '/', 'x', [CURLOPT_PROXY => "http://127.0.0.1:$proxy->port"]);
        curl_exec($handle);
        $seen[] = curl_getinfo($handle, CURLINFO_HTTP_CONNECTCODE);
    }
    same([200, 502, 403, 0], $seen, 'CONNECT responses');
    same(1, count($peer->processed()), 'one came through');
};

$tests['process: no server outlives its test'] = function () {
    $ends = [
        '' => 'end',
        'exit(3);' => 'exit',
        'ini_set("memory_limit", "32M"); str_repeat("x", 1 << 28);' => 'fatal',
        'posix_kill(getmypid(), 9);' => 'kill',
    ];
    foreach ($ends as $code => $name) {
        $program = sprintf('require %s; $peer = Peer::start(tls: true); echo $peer->port, "\n", dirname($peer->caFile), "\n"; fflush(STDOUT); %s',
            var_export(__DIR__ . '/peer.inc', true), $code);
        $output = [];
        exec(escapeshellarg(PHP_BINARY) . ' -d display_errors=0 -r ' . escapeshellarg($program) . ' 2>/dev/null', $output);
        [$port, $folder] = $output;
        // A killed test's server sees the end of its pipe a moment later.
        $end = microtime(true) + 60;
        do {
            clearstatcache();
            $alive = @fsockopen('127.0.0.1', (int) $port) !== false || is_dir($folder);
        } while ($alive && microtime(true) < $end);
        same(false, $alive, "alive after $name");
    }
};

$tests['process: deadline'] = function () {
    $peer = Peer::start();
    try {
        $peer->wait(1, 0.1);
        same('exception', 'none', 'deadline');
    } catch (RuntimeException $exception) {
        same(true, str_contains($exception->getMessage(), 'waited in vain'), 'message');
    }
};

[$passed, $failed] = [0, 0];
foreach ($tests as $name => $test) {
    if (($argv[1] ?? '-v') !== '-v' && !str_contains($name, $argv[1])) {
        continue;
    }
    try {
        $began = microtime(true);
        $test();
        $passed++;
        echo in_array('-v', $argv, true) ? sprintf("%6.2f s  %s\n", microtime(true) - $began, $name) : '';
    } catch (Throwable $exception) {
        $failed++;
        echo "FAIL $name\n     {$exception->getMessage()} ({$exception->getLine()}, called at {$exception->getTrace()[0]['line']})\n";
    }
}
echo "$passed passed, $failed failed\n";
exit($failed === 0 ? 0 : 1);
