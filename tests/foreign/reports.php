<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * What public bug reports about HTTP clients describe, as peers of our own: a request that was sent twice, or a failure that was not
 * what the client reported. php tests/foreign/reports.php
 */

require __DIR__ . '/lib/lanes.inc';
require __DIR__ . '/lib/Service.inc';

const PLAIN = [];
const TLS = ['tls' => true];
const H2 = ['tls' => true, 'alpn' => 'h2'];
const OWN = ['Location: /api/cardrequest/own'];

/**
 * What the peer does with a send, by what a report says: over HTTP/1.1, the same over TLS, and over HTTP/2 where it exists.
 * @return array<string, array<string, mixed>> arguments of Service::send()
 */
function rows(): array
{
    $raw = fn (string $text): array => ['action' => Peer::raw(str_replace("\n", "\r\n", $text))];
    $lost = 'HTTP/1.1 201 Created
Location: /api/cardrequest/own
Content-Length: 100

half';
    return [
        // The keep-alive race, and what clients resend after it.
        'the kept connection closes as the request arrives' => ['action' => Peer::close()],
        'the kept connection is reset as the request arrives' => ['action' => Peer::reset()],
        'the connection closes after the headers of the request' => ['action' => Peer::early('head', Peer::close())],
        'the connection is reset after the headers of the request' => ['action' => Peer::early('head', Peer::reset())],
        'the connection is reset within the body of the request' => ['action' => Peer::early(10, Peer::reset())],
        'every connection closes as the request arrives' => ['action' => Peer::close(), 'before' => null],
        'an idle connection gets 408 and is closed' => ['between' => timedOut(...), 'action' => Peer::respond(201, OWN)],
        'an idle connection gets a complete response' => ['between' => unsolicited(...), 'action' => Peer::respond(201, OWN)],
        'an idle connection is closed' => ['between' => fn (Peer $peer) => $peer->endConnection(max(array_keys($peer->connections()))), 'action' => Peer::respond(201, OWN)],
        'an idle connection is reset' => ['between' => fn (Peer $peer) => $peer->endConnection(max(array_keys($peer->connections())), 'reset'), 'action' => Peer::respond(201, OWN)],
        // Responses that are not complete, or end the connection.
        'a reset after the complete response' => ['action' => Peer::end(Peer::respond(201, OWN), 'reset')],
        'a reset after the complete response with a body' => ['action' => Peer::end(Peer::respond(201, OWN, str_repeat('x', 10_000)), 'reset')],
        'a close within the body' => ['action' => Peer::cut(Peer::respond(201, OWN, 'hello'), 2)],
        'a reset within the body' => ['action' => Peer::cut(Peer::respond(201, OWN, 'hello'), 2, 'reset')],
        'a close within the headers' => ['action' => Peer::cut(Peer::respond(201, OWN), 'head')],
        'a close within the chunks' => ['action' => Peer::cut(Peer::respond(201, OWN, 'hello', chunked: true), 2)],
        'no end of the body' => ['action' => Peer::cut(Peer::respond(201, OWN, 'hello'), 2, 'stall'), 'isImpatient' => true],
        'no response' => ['action' => Peer::stall(), 'isImpatient' => true],
        'a length that is too long' => $raw($lost),
        // 1xx, Expect and early responses.
        '100 and then a close' => ['action' => Peer::end(Peer::raw("HTTP/1.1 100 Continue\r\n\r\n"), 'close')],
        '100 and then a reset' => ['action' => Peer::end(Peer::raw("HTTP/1.1 100 Continue\r\n\r\n"), 'reset')],
        '100 before the response' => ['action' => Peer::respond(201, OWN, informational: [[100, []]])],
        '102 and 103 before the response' => ['action' => Peer::respond(201, OWN, informational: [[102, []], [103, ['Link: </x>']]])],
        '417, and the client had no expectation' => ['action' => Peer::respond(417)],
        '413 before the body' => ['action' => Peer::early('head', Peer::end(Peer::respond(413), 'close'))],
        '201 before the body' => ['action' => Peer::early('head', Peer::respond(201, OWN))],
        '201 within the body, then a reset' => ['action' => Peer::early(10, Peer::end(Peer::respond(201, OWN), 'reset'))],
        '500 within the body, then a close' => ['action' => Peer::early(10, Peer::end(Peer::respond(500), 'close'))],
        // Statuses that make clients send again.
        '401 with a challenge' => ['action' => Peer::respond(401, ['WWW-Authenticate: Basic realm="x"', 'WWW-Authenticate: Negotiate'])],
        '407 from the service' => ['action' => Peer::respond(407, ['Proxy-Authenticate: Basic realm="x"'])],
        '301' => ['action' => Peer::respond(301, ['Location: /api/cardrequest'])],
        '303' => ['action' => Peer::respond(303, ['Location: /api/cardrequest/own'])],
        '307' => ['action' => Peer::respond(307, ['Location: /api/cardrequest'])],
        '308' => ['action' => Peer::respond(308, ['Location: /api/cardrequest'])],
        '408 in response to the request' => ['action' => Peer::end(Peer::respond(408), 'close')],
        '421' => ['action' => Peer::respond(421)],
        '425' => ['action' => Peer::respond(425)],
        '429' => ['action' => Peer::respond(429), 'times' => 3],
        '500' => ['action' => Peer::respond(500)],
        '502 from a gateway that lost the response' => ['action' => Peer::respond(502, ['Content-Type: text/html'], '<html>Bad Gateway</html>')],
        '503 with Retry-After' => ['action' => Peer::respond(503, ['Retry-After: 0'])],
        '504' => ['action' => Peer::respond(504, ['Retry-After: 0'])],
        '521' => ['action' => Peer::respond(521)],
        '101' => ['action' => Peer::raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n")],
        // What is done with the connection afterwards.
        'Connection: close, but it stays open' => ['action' => Peer::respond(201, [...OWN, 'Connection: close'])],
        'Keep-Alive: timeout=0' => ['action' => Peer::respond(201, [...OWN, 'Keep-Alive: timeout=0'])],
        'closed without saying so' => ['action' => Peer::end(Peer::respond(201, OWN), 'close')],
        'the response twice' => ['action' => Peer::raw(str_repeat("HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/own\r\nContent-Length: 0\r\n\r\n", 2), 'keep')],
        'Alt-Svc and Refresh' => ['action' => Peer::respond(201, [...OWN, 'Alt-Svc: h2="127.0.0.1:9"; ma=60', 'Refresh: 0; url=/', 'Clear-Site-Data: "*"'])],
        'Strict-Transport-Security' => ['action' => Peer::respond(201, [...OWN, 'Strict-Transport-Security: max-age=60'])],
        'cookies' => ['action' => Peer::respond(201, [...OWN, 'Set-Cookie: a=b', 'Set-Cookie: c=d'])],
        'compressed, but it is not' => ['action' => Peer::respond(201, [...OWN, 'Content-Encoding: gzip'], 'hello')],
    ];
}

/** @return array<string, array<string, mixed>> */
function rowsOfHttp2(): array
{
    $codes = ['NO_ERROR' => Peer::NO_ERROR, 'INTERNAL_ERROR' => Peer::INTERNAL_ERROR, 'CANCEL' => Peer::CANCEL, 'ENHANCE_YOUR_CALM' => Peer::ENHANCE_YOUR_CALM];
    $rows = [
        'REFUSED_STREAM' => ['action' => Peer::refuse(), 'times' => 3, 'refuses' => true],
        'REFUSED_STREAM after the response' => ['action' => Peer::end(Peer::respond(201, OWN), 'refuse', Peer::REFUSED_STREAM)],
        'GOAWAY below the stream' => ['action' => Peer::goAway(), 'times' => 3, 'refuses' => true],
        'GOAWAY within the body' => ['action' => Peer::early(10, Peer::goAway(lastStream: 1_000_001))],
    ];
    foreach ($codes as $name => $code) {
        $rows += [
            "RST_STREAM $name" => ['action' => Peer::refuse($code)],
            "GOAWAY $name for all streams" => ['action' => Peer::goAway($code, 1_000_001)],
            "GOAWAY $name after the response" => ['action' => Peer::end(Peer::respond(201, OWN), 'goAway', $code)],
        ];
    }
    return $rows;
}

/** A server that gives up waiting for a request, as HAProxy and Apache do. */
function timedOut(Peer $peer): void
{
    $connection = max(array_keys($peer->connections()));
    $peer->sendBytes($connection, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    $peer->endConnection($connection);
}

function unsolicited(Peer $peer): void
{
    $peer->sendBytes(max(array_keys($peer->connections())), "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/unsolicited\r\nContent-Length: 0\r\n\r\n");
}

/** @return array<string, array{array<string, mixed>, array<string, mixed>}> the peer and the arguments, by name */
function cases(): array
{
    $cases = [];
    foreach (rows() as $name => $row) {
        $isOfHttp1 = $row['action']['do'] === 'raw' || isset($row['between']) && !str_contains($name, 'is closed') && !str_contains($name, 'is reset');
        foreach (['HTTP/1.1' => PLAIN, 'TLS' => TLS, 'HTTP/2' => H2] as $protocol => $arguments) {
            if ($protocol !== 'HTTP/2' || !$isOfHttp1) {
                $cases["$name, $protocol"] = [$arguments, $row];
            }
        }
    }
    foreach (extension_loaded('cotp') ? rowsOfHttp2() : [] as $name => $row) { // the polyfill sends over HTTP/1.1
        $cases["$name, HTTP/2"] = [H2, $row];
    }
    return $cases;
}

$tally = new Tally();
judgeInChildren($tally, cases(), function (): Closure {
    $services = [];
    return function (array $case) use (&$services): array {
        [$arguments, $row] = $case;
        $service = $services[serialize($arguments)] ??= new Service($arguments);
        return $service->send(...$row + ['before' => Peer::mirror()]);
    };
});
$tally->finish();
