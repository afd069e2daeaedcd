<?php
declare(strict_types=1);

/** A client, the proxy and the peer: everything that one fault needs, for one transport. */
final class Stage
{
    public const TIMEOUT = 1.0;                 // of a call
    private const PATIENCE = 60.0;

    /** The booker's id names the call; all are as long. */
    private const FIRST = 'first', STRUCK = 'fault', LATE = 'later', NEXT = 'after';

    private readonly Peer $peer;
    private readonly Proxy $proxy;
    private readonly string $base;
    /** @var array<string, int> by way */
    private array $handshakeRecords = ['up' => 0, 'down' => 0];
    private int $requestsSeen = 0;

    public function __construct(private readonly string $clientName, private readonly string $transport)
    {
        [$isTls, $alpn] = ['plain' => [false, ''], 'tls' => [true, 'http/1.1'], 'h2' => [true, 'h2,http/1.1']][$transport];
        $this->peer = Peer::start(tls: $isTls, alpn: $alpn, default: self::answer(), keepPlaintext: true);
        $this->proxy = new Proxy($this->peer);
        $this->base = ($isTls ? 'https' : 'http') . "://127.0.0.1:{$this->proxy->port}/api";
    }

    private static function answer(): array
    {
        return Peer::json(201, ['RequestID' => 'see the Location'], ['Location: /api/cardrequest/request-{request}']);
    }

    private function client(float $timeout): Client
    {
        return Client::create($this->clientName, $this->base, $this->peer->caFile, $this->transport === 'h2', $timeout);
    }

    /**
     * Two undisturbed calls: how long each phase of them is.
     * @return array<string, array<string, list<string>>> the phase of each byte, by connection ("fresh", "kept") and way
     */
    public function layout(): array
    {
        $client = $this->client(self::PATIENCE);
        $accounts = [];
        foreach ([self::FIRST, self::NEXT] as $booker) {
            $this->proxy->mark();
            $client->send($booker)['did'] === 'success' or throw new RuntimeException("$this->clientName, $this->transport: an undisturbed call failed");
            $accounts[] = $this->proxy->disarm();
        }
        $this->settle($client);
        $this->requestsSeen = count($this->peer->requests());
        $layout = [];
        foreach (['up', 'down'] as $way) {
            $wire = $this->wire($accounts[1], $way, 2);
            $this->handshakeRecords[$way] = $this->transport === 'plain' ? 0 : $wire->handshakeRecords();
            foreach (['fresh', 'kept'] as $index => $connection) {
                $end = strlen($accounts[$index]['seen'][$way]);
                for ($offset = $accounts[$index]['base'][$way] ?? 0; $offset < $end; $offset++) {
                    $layout[$connection][$way][] = $wire->phase($offset, $this->handshakeRecords[$way]);
                }
            }
        }
        return $layout;
    }

    /** @param array<string, mixed> $account of the proxy */
    private function wire(array $account, string $way, int $exchanges): Wire
    {
        $bytes = $account['seen'][$way];
        $inside = $this->peer->connections()[$account['number']]['plaintext'];
        $plaintext = $this->transport === 'plain' ? $bytes : $inside[$way];
        return new Wire($this->transport, $way, $bytes, $plaintext, $exchanges);
    }

    /**
     * A call that goes well where the connection is to be kept; the faulty call; where that went well, one more, which may
     * meet what the fault left on the connection; and one that is undisturbed.
     * @return array<string, mixed> all that is judged
     */
    public function play(Fault $fault): array
    {
        $client = $this->client(self::TIMEOUT);
        $first = $fault->connection === 'kept' ? $this->timed($client, self::FIRST) : null;
        $this->prepare($fault);
        $struck = $this->timed($client, self::STRUCK);
        $account = $this->proxy->disarm();
        if ($fault->where === 'connect') {
            $this->proxy->listen('open');
        }
        $late = $struck['did'] === 'success' ? $this->timed($client, self::LATE) : null;
        $next = $this->timed($client, self::NEXT);
        $this->settle($client);
        return ['fault' => (string) $fault, 'isStruck' => $account['isStruck'] || !$fault->isAtByte(), 'phase' => $this->phase($fault, $account)]
            + compact('first', 'struck', 'late', 'next') + ['hasLeft' => $this->hasLeft($fault, $account)] + $this->processed($fault, $account['isStruck'] ? $account['number'] : null, $struck['id']);
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
                $this->peer->append(Scene::action($fault->kind, self::answer()));
                break;
            default:
                $this->proxy->arm($fault->where, $fault->at, $fault->kind, $fault->always);
        }
    }

    private function timed(Client $client, string $booker): array
    {
        $start = hrtime(true);
        $outcome = $client->send($booker);
        return $outcome + ['seconds' => (hrtime(true) - $start) / 1e9];
    }

    /** Waits until everything that was sent has been read. */
    private function settle(Client $client): void
    {
        $client->close();
        $this->proxy->settle();
        $this->peer->wait(fn (Peer $peer): bool => !in_array(null, array_column($peer->connections(), 'closed'), true));
    }

    /** @param array<string, mixed> $account */
    private function phase(Fault $fault, array $account): string
    {
        if (!$fault->isAtByte()) {
            return ['connect' => 'connect', 'idle' => 'between two requests', 'frame' => 'HTTP/2 frames'][$fault->where];
        }
        if (!$account['isStruck']) {
            return 'not reached';
        }
        $wire = $this->wire($account, $fault->where, $fault->connection === 'kept' ? 2 : 1);
        return $wire->phase($account['base'][$fault->where] + $fault->at, $this->handshakeRecords[$fault->where]);
    }

    /**
     * Whether the client may have sent anything of its request. A reset keeps the proxy from seeing it.
     * @param array<string, mixed> $account
     */
    private function hasLeft(Fault $fault, array $account): bool
    {
        $isSeen = in_array($fault->kind, ['refuse', 'silent', 'cut', 'stall'], true) && $fault->connection === 'fresh';
        return !$isSeen || ($account['seen'] !== null && $this->wire($account, 'up', 1)->isBeyond($this->handshakeRecords['up']));
    }

    /**
     * What the peer made of it.
     * @return array{processed: array<string, list<string>>, bodyBytes: int, isFromStruckConnection: bool} the ids that it
     *     gave to each call; the bytes of the faulty call's body that it saw; where the answer that was told came from
     */
    private function processed(Fault $fault, ?int $struckConnection, ?string $told): array
    {
        $requests = array_slice($this->peer->requests(), $this->requestsSeen);
        $this->requestsSeen += count($requests);
        $processed = [self::FIRST => [], self::STRUCK => [], self::LATE => [], self::NEXT => []];
        $bodyBytes = 0;
        $isFromStruckConnection = false;
        $isRefused = $fault->where === 'frame' && Scene::refuses($fault->kind);
        foreach ($requests as $request) {
            $booker = json_decode($request['body'], true)['BookerId'] ?? null;
            $call = isset($processed[$booker]) ? $booker : self::STRUCK; // its bytes may have been changed
            if ($call === self::STRUCK && $isRefused) {
                $isRefused = false; // the next one is served
                continue;
            }
            $bodyBytes += $call === self::STRUCK ? strlen($request['body']) : 0;
            $id = sprintf('request-%06d', $request['number']);
            if ($request['whole']) {
                $processed[$call][] = $id;
            }
            $isFromStruckConnection |= $id === $told && $request['connection'] === $struckConnection;
        }
        return ['processed' => array_combine(['first', 'struck', 'late', 'next'], $processed), 'bodyBytes' => $bodyBytes,
            'isFromStruckConnection' => (bool) $isFromStruckConnection];
    }
}
