<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/**
 * A client, the proxy and the peer: everything that one fault needs, for one transport. With an egress proxy (tests/egress), the
 * client calls it, and the faults hit the connections between it and the peer.
 */
final class Stage
{
    public const TIMEOUT = 1.0;                 // of a call
    private const PATIENCE = 60.0;

    /** The booker id identifies the call. All ids have the same length. */
    private const FIRST = 'first', HIT = 'fault', LATE = 'later', NEXT = 'after';

    private readonly Peer $peer;
    private readonly Proxy $proxy;
    private readonly ?Egress $egress;
    private readonly string $base;
    /** @var array<string, int> by way */
    private array $handshakeRecords = ['up' => 0, 'down' => 0];
    private int $requestsSeen = 0;

    /** @param array{string, string} | null $egress the program, and the name of its configuration in EgressVariants */
    public function __construct(private readonly string $clientName, private readonly string $transport, ?array $egress = null)
    {
        [$isTls, $alpn] = ['plain' => [false, ''], 'tls' => [true, 'http/1.1'], 'h2' => [true, 'h2,http/1.1']][$transport];
        $names = $egress ? [Egress::HOST] : [];
        $this->peer = Peer::start(tls: $isTls, alpn: $alpn, default: self::respond(), names: $names, keepPlaintext: true);
        $this->proxy = new Proxy($this->peer);
        $address = "127.0.0.1:{$this->proxy->port}";
        $this->egress = $egress ? EgressVariants::start($egress[0], $egress[1], $address, $this->peer->caFile) : null;
        $this->base = $this->egress?->base() ?? ($isTls ? 'https' : 'http') . "://$address/api";
    }

    private static function respond(): array
    {
        return Peer::json(201, ['RequestID' => 'see the Location'], ['Location: /api/cardrequest/request-{request}']);
    }

    /** The error block of the service. */
    private static function refusal(): array
    {
        return Peer::json(400, ['code' => -125, 'message' => 'The email is not valid', 'moreInfo' => 'RecipientEmail']);
    }

    private function client(float $timeout): Client
    {
        $caFile = $this->egress ? null : $this->peer->caFile;
        return Client::create($this->clientName, $this->base, $caFile, $this->transport === 'h2', $timeout, $this->egress?->socket);
    }

    /**
     * Returns the length of each phase of an undisturbed call.
     * @return array<string, array<string, list<string>>> the phase of each byte, by connection ("fresh", "kept") and
     *     Fault::where
     */
    public function layout(): array
    {
        $layout = ['fresh' => [], 'kept' => []];
        $accounts = ['up' => $responded = $this->undisturbed(false), 'down' => $responded, 'refusal' => $this->undisturbed(true)];
        foreach ($accounts as $where => $calls) {
            $way = $where === 'up' ? 'up' : 'down';
            $wire = $this->wire($calls['kept'], $way, 2);
            $this->handshakeRecords[$way] = $this->transport === 'plain' ? 0 : $wire->handshakeRecords();
            foreach ($calls as $connection => $account) {
                $end = strlen($account['seen'][$way]);
                for ($offset = $account['base'][$way]; $offset < $end; $offset++) {
                    $layout[$connection][$where][] = $wire->phase($offset, $this->handshakeRecords[$way]);
                }
            }
        }
        return $layout;
    }

    /** @return array<string, array<string, mixed>> the proxy's accounts of two calls, by connection */
    private function undisturbed(bool $isRefused): array
    {
        $client = $this->client(self::PATIENCE);
        $accounts = [];
        foreach (['fresh', 'kept'] as $connection) {
            if ($isRefused) {
                $this->peer->append(self::refusal());
            }
            $this->proxy->mark();
            $isSuccess = $client->send(self::FIRST)['did'] === 'success';
            $isSuccess !== $isRefused or throw new RuntimeException("$this->clientName, $this->transport: an undisturbed call went wrong");
            $accounts[$connection] = $this->proxy->disarm()['main'];
        }
        $this->finish($client);
        $this->requestsSeen = count($this->peer->requests());
        return $accounts;
    }

    /** @param array<string, mixed> $account of the proxy */
    private function wire(array $account, string $way, int $attempts): Wire
    {
        $bytes = $account['seen'][$way];
        $inside = $this->peer->connections()[$account['number']]['plaintext'];
        $plaintext = $this->transport === 'plain' ? $bytes : $inside[$way];
        return new Wire($this->transport, $way, $bytes, $plaintext, $attempts);
    }

    /**
     * Makes a successful call if the connection is to be kept; the faulty call; the next one, which may meet what the fault
     * did to the connection; and an undisturbed one.
     * @return array<string, mixed> all that is judged
     */
    public function play(Fault $fault): array
    {
        $client = $this->client(self::TIMEOUT);
        $first = $fault->connection === 'kept' ? $this->timed($client, self::FIRST) : null;
        $this->prepare($fault);
        $hit = $this->timed($client, self::HIT);
        ['hit' => $spoilt, 'main' => $account] = $this->proxy->disarm();
        $this->peer->forget(); // the refusal, if the request did not arrive
        if ($fault->where === 'connect') {
            $this->proxy->listen('open');
        }
        $late = $this->timed($client, self::LATE);
        $next = $this->timed($client, self::NEXT);
        $this->finish($client);
        $isHit = $spoilt !== [] || !$fault->isAtByte();
        $phase = $isHit ? $this->phase($fault, $account) : 'not reached';
        return ['fault' => (string) $fault] + compact('isHit', 'phase', 'first', 'hit', 'late', 'next')
            + ['wasSent' => $this->wasSent($fault, $account)] + $this->processed($fault, $this->connectionsWithoutResponse($spoilt));
    }

    private function prepare(Fault $fault): void
    {
        switch ($fault->where) {
            case 'connect':
                in_array($fault->kind, ['refuse', 'silent'], true) ? $this->proxy->listen($fault->kind) : $this->proxy->arm('accept', 0, $fault->kind, true);
                break;
            case 'idle':
                Scene::disturb($fault->kind, $this->transport, $this->peer, $this->proxy);
                break;
            case 'frame':
                $this->peer->append(Scene::action($fault->kind, self::respond()));
                break;
            default:
                if ($fault->where === 'refusal') {
                    $this->peer->append(self::refusal());
                }
                $this->proxy->arm($fault->way(), $fault->at, $fault->kind, $fault->always);
        }
    }

    private function timed(Client $client, string $booker): array
    {
        $start = hrtime(true);
        $outcome = $client->send($booker);
        return $outcome + ['seconds' => (hrtime(true) - $start) / 1e9];
    }

    /** Waits until all sent bytes were read. An egress proxy would keep its connections. */
    private function finish(Client $client): void
    {
        $client->close();
        if ($this->egress) {
            $this->proxy->end('close');
        }
        $this->proxy->finish();
        $this->peer->wait(fn (Peer $peer): bool => !in_array(null, array_column($peer->connections(), 'closed'), true));
    }

    /** @param ?array<string, mixed> $account */
    private function phase(Fault $fault, ?array $account): string
    {
        if (!$fault->isAtByte()) {
            return ['connect' => 'connect', 'idle' => 'between two requests', 'frame' => 'HTTP/2 frames'][$fault->where];
        }
        $wire = $this->wire($account, $fault->way(), $fault->connection === 'kept' ? 2 : 1);
        return $wire->phase($account['base'][$fault->way()] + $fault->at, $this->handshakeRecords[$fault->way()]);
    }

    /**
     * Whether the client may have sent anything of its request. A reset keeps the proxy from seeing it.
     * @param ?array<string, mixed> $account
     */
    private function wasSent(Fault $fault, ?array $account): bool
    {
        $isSeen = in_array($fault->kind, ['refuse', 'silent', 'cut', 'stall'], true) && $fault->connection === 'fresh';
        return !$isSeen || ($account !== null && $this->wire($account, 'up', 1)->isBeyond($this->handshakeRecords['up']));
    }

    /**
     * Returns the connections on which the client could not get the response unchanged.
     * @param list<array<string, mixed>> $hit the proxy's accounts
     * @return list<int> connections
     */
    private function connectionsWithoutResponse(array $hit): array
    {
        $spoilt = array_filter($hit, function (array $account): bool {
            $calls = $account['base']['down'] > 0 ? 2 : 1;
            $wire = $this->wire($account, 'down', $calls);
            return $account['spoiltAt'] !== null && $wire->messagesBefore($account['spoiltAt'], $this->handshakeRecords['down']) < $calls;
        });
        return array_column($spoilt, 'number');
    }

    /**
     * Returns what the peer processed.
     * @param list<int> $withoutResponse connections
     * @return array{processed: array<string, list<?string>>, bodyBytes: int, responses: int} the ids that it gave to each call,
     *     null for a refusal; the bytes of the faulty call's body that it saw; the responses to it that were passed on whole
     */
    private function processed(Fault $fault, array $withoutResponse): array
    {
        $requests = array_slice($this->peer->requests(), $this->requestsSeen);
        $this->requestsSeen += count($requests);
        $processed = [self::FIRST => [], self::HIT => [], self::LATE => [], self::NEXT => []];
        $bodyBytes = $responses = 0;
        $isScripted = true; // the faulty call's first request; the others get the usual response
        foreach ($requests as $request) {
            $booker = json_decode($request['body'], true)['BookerId'] ?? '';
            $call = isset($processed[$booker]) ? $booker : self::HIT; // its bytes may have been changed
            $script = $call === self::HIT && $isScripted ? $fault->where : '';
            $isScripted = $isScripted && $call !== self::HIT;
            if ($script === 'frame' && Scene::refuses($fault->kind)) {
                continue;
            }
            if ($request['whole']) {
                $processed[$call][] = $script === 'refusal' ? null : sprintf('request-%06d', $request['number']);
            }
            if ($call === self::HIT) {
                $bodyBytes += strlen($request['body']);
                $hasResponse = $request['whole'] && ($script !== 'frame' || Scene::hasResponse($fault->kind));
                $responses += (int) ($hasResponse && !in_array($request['connection'], $withoutResponse, true));
            }
        }
        return ['processed' => array_combine(['first', 'hit', 'late', 'next'], $processed), 'bodyBytes' => $bodyBytes, 'responses' => $responses];
    }
}
