<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Strange HTTP/1 responses, from the tests of curl, llhttp and h11: php tests/foreign/http1.php [FOLDER]
 * Each is served on a kept connection, on the connection after one that the service closed, on one that stays open afterwards, and on
 * a new one with a new pool; to a send, and to a retrieve.
 */

require __DIR__ . '/lib/lanes.inc';
require __DIR__ . '/lib/Service.inc';
require __DIR__ . '/lib/responses.inc';

/** @return array<string, string> small responses of our own, in the same spirit */
function ownResponses(): array
{
    $ok = "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/own";
    return [
        'folded first header' => "HTTP/1.1 200 OK\r\n folded: first\r\nContent-Length: 0\r\n\r\n",
        'folded location' => "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/x/\r\n folded\r\nContent-Length: 0\r\n\r\n",
        'nothing' => '',
        'one byte' => 'H',
        'other protocol' => "SSH-2.0-OpenSSH_9\r\n",
        'status line only' => "HTTP/1.1 201 Created\r\n\r\n",
        'no reason' => "HTTP/1.1 201\r\nLocation: /api/cardrequest/own\r\nContent-Length: 0\r\n\r\n",
        'HTTP/0.9' => "<html>hello</html>\n",
        'HTTP/1.0 kept' => "HTTP/1.0 201 Created\r\nLocation: /api/cardrequest/own\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        'HTTP/3.0' => "HTTP/3.0 201 Created\r\nContent-Length: 0\r\n\r\n",
        'status 000' => "HTTP/1.1 000 Zero\r\nContent-Length: 0\r\n\r\n",
        'status 999' => "HTTP/1.1 999 Much\r\nContent-Length: 0\r\n\r\n",
        'status 20' => "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
        'bare LF' => "HTTP/1.1 201 Created\nLocation: /api/cardrequest/own\nContent-Length: 0\n\n",
        'bare CR' => "HTTP/1.1 201 Created\rLocation: /api/cardrequest/own\rContent-Length: 0\r\r",
        'two lengths' => "$ok\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
        'negative length' => "$ok\r\nContent-Length: -1\r\n\r\n",
        'huge length' => "$ok\r\nContent-Length: 99999999999999999999\r\n\r\n",
        'length in words' => "$ok\r\nContent-Length: five\r\n\r\nhello",
        'length and chunked' => "$ok\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        'bad chunk size' => "$ok\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n",
        'huge chunk size' => "$ok\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        'chunked twice' => "$ok\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        'unknown coding' => "$ok\r\nTransfer-Encoding: strange\r\n\r\nhello",
        'broken gzip' => "$ok\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
        'two locations' => "$ok\r\nLocation: /api/cardrequest/other\r\nContent-Length: 0\r\n\r\n",
        'NUL in a header' => "HTTP/1.1 201 Created\r\nLocation: /api/cardrequest/ow\0n\r\nContent-Length: 0\r\n\r\n",
        'header without colon' => "HTTP/1.1 201 Created\r\nLocation\r\nContent-Length: 0\r\n\r\n",
        'long header' => "$ok\r\nX-Long: " . str_repeat('x', 200_000) . "\r\nContent-Length: 0\r\n\r\n",
        'many headers' => $ok . str_repeat("\r\nX-Many: x", 20_000) . "\r\nContent-Length: 0\r\n\r\n",
        'two responses' => "$ok\r\nContent-Length: 0\r\n\r\nHTTP/1.1 201 Created\r\nLocation: /api/cardrequest/second\r\nContent-Length: 0\r\n\r\n",
        'bytes behind' => "$ok\r\nContent-Length: 0\r\n\r\ngarbage",
        'only 100' => "HTTP/1.1 100 Continue\r\n\r\n",
        'many 103' => str_repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 100) . "$ok\r\nContent-Length: 0\r\n\r\n",
        '101' => "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
        '204 with a body' => "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
        '304' => "HTTP/1.1 304 Not Modified\r\n\r\n",
        '401 with a challenge' => "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        '407 from no proxy' => "HTTP/1.1 407 Authenticate\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        '307 to itself' => "HTTP/1.1 307 Temporary Redirect\r\nLocation: /api/cardrequest\r\nContent-Length: 0\r\n\r\n",
        'trailers' => "$ok\r\nTransfer-Encoding: chunked\r\nTrailer: Location\r\n\r\n0\r\nLocation: /api/cardrequest/trailer\r\n\r\n",
    ];
}

/** A rate limit means that the form was not processed, so it may be sent again. */
function timesRead(string $bytes): int
{
    return preg_match('~^HTTP/\S+ (?:408|429)\b~m', $bytes) ? 3 : 1;
}

$tally = new Tally();
$responses = ownResponses() + (materialFolder() === null ? [] : foreignResponses(materialFolder()));
judgeInChildren($tally, $responses, function (): Closure {
    $service = new Service();
    $closed = Peer::end(Peer::respond(201, ['Location: /api/cardrequest/before', 'Connection: close']), 'close');
    $ways = [
        'kept' => fn (string $bytes): array => $service->send(Peer::mirror(), Peer::raw($bytes), times: timesRead($bytes)),
        'after a closed one' => fn (string $bytes): array => $service->send($closed, Peer::raw($bytes), times: timesRead($bytes)),
        'new' => fn (string $bytes): array => $service->send(null, Peer::raw($bytes), times: timesRead($bytes)),
        'kept open' => fn (string $bytes): array => $service->send(Peer::mirror(), Peer::raw($bytes, 'keep'), isImpatient: true, times: timesRead($bytes)),
        'retrieve' => fn (string $bytes): array => $service->retrieve(Peer::raw($bytes)),
    ];
    return function (string $bytes) use ($ways): array {
        $faults = [];
        foreach ($ways as $way => $meet) {
            array_push($faults, ...array_map(fn (string $fault): string => "$way: $fault", $meet($bytes)));
        }
        return $faults;
    };
});
$tally->finish();
