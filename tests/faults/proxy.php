<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Passes bytes between a client and the peer, and applies a fault at a given byte. The lines of its standard input are commands
 * (see lib/Proxy.php), the response to each is one line; it ends when its standard input does.
 */

require __DIR__ . '/../peer/channel.inc';

const DUPLICATED_BYTES = 16;      // fewer than any request has: a client cannot prevent that the network duplicates a request

/** A connection of the client and its connection to the peer. */
final class Relay
{
    public readonly Channel $client;
    public readonly Channel $peer;
    public bool $isHit = false;
    /** @var array<string, string> all that came, passed on or not */
    public array $seen = ['up' => '', 'down' => ''];
    /** @var array<string, int> where the attempt begins that the fault is meant for */
    public array $base = ['up' => 0, 'down' => 0];
    /** @var array<string, bool> what comes is no longer passed on */
    public array $isDead = ['up' => false, 'down' => false];
    /** The first byte on the way to the client that was changed or not passed on, or null. */
    public ?int $spoiltAt = null;

    public function __construct(public readonly int $number, mixed $client, mixed $peer)
    {
        $this->client = new Channel($client);
        $this->peer = new Channel($peer);
    }

    public function isOver(): bool
    {
        return $this->client->ended && $this->peer->ended;
    }

    /** If one side closes, the other side is closed too. */
    public function followEnd(): void
    {
        if ($this->client->ended && !$this->peer->ended) {
            $this->finish($this->peer);
        }
        if ($this->peer->ended && !$this->client->ended && !$this->isDead['down']) {
            $this->client->close();
        }
    }

    /** Ends our side cleanly. Later bytes are read, because closing with unread bytes would be a reset. */
    public function finish(Channel $channel): void
    {
        stream_socket_shutdown($channel->stream, STREAM_SHUT_WR);
    }

    public function spoil(string $kind, string $way, string $rest): void
    {
        $this->isHit = true;
        $to = $way === 'up' ? $this->peer : $this->client;
        $passed = substr($this->seen[$way], $this->base[$way], -strlen($rest) ?: null);
        switch ($kind) {
            case 'corrupt':
                $to->send(($rest[0] ^ chr(1 << strlen($passed) % 8)) . substr($rest, 1));
                return;
            case 'duplicate':
                $to->send(substr($passed, -DUPLICATED_BYTES) . $rest);
                return;
            default:
                $this->end($kind);
        }
    }

    /** @param 'cut'|'reset'|'stall'|'close'|'half-close' $how */
    public function end(string $how): void
    {
        $this->isDead = ['up' => $how !== 'half-close', 'down' => true];
        $this->spoiltAt ??= strlen($this->seen['down']);
        match ($how) {
            'stall' => null,
            'cut', 'half-close' => $this->finish($this->client),
            'close' => $this->client->close(),
            'reset' => $this->client->reset(),
        };
        if ($how === 'cut') {
            $this->finish($this->peer);
        }
    }
}

final class Proxy
{
    /** @var resource bound and not listening, so that the port stays ours while it refuses */
    private readonly mixed $holder;
    private readonly string $address;
    /** @var ?resource */
    private mixed $listener = null;
    /** @var list<resource> that fill the queue of a silent listener */
    private array $fillers = [];
    /** @var array<int, Relay> */
    private array $relays = [];
    private int $accepted = 0;
    /** @var ?array{way: string, at: int, kind: string, always: bool} */
    private ?array $fault = null;
    /** @var list<Relay> */
    private array $hit = [];
    private bool $finishes = false;
    private string $commands = '';

    public function __construct(private readonly string $upstream)
    {
        $this->holder = stream_socket_server('tcp://127.0.0.1:0', $code, $message, STREAM_SERVER_BIND);
        $this->address = 'tcp://' . stream_socket_get_name($this->holder, false);
        stream_set_blocking(STDIN, false);
        $this->listen('open');
        $this->tell(['port' => (int) substr(strrchr($this->address, ':'), 1)]);
    }

    public function run(): void
    {
        while (!feof(STDIN)) {
            $this->waitForAnything();
            foreach ($this->relays as $number => $relay) {
                $this->pass($relay, 'up');
                $this->pass($relay, 'down');
                $relay->followEnd();
                if ($relay->isOver()) {
                    unset($this->relays[$number]);
                }
            }
            $this->obeyCommands();
            if ($this->finishes && $this->relays === []) {
                $this->finishes = false;
                $this->tell([]);
            }
        }
    }

    private function waitForAnything(): void
    {
        $channels = [];
        foreach ($this->relays as $relay) {
            array_push($channels, $relay->client, $relay->peer);
        }
        $live = array_filter($channels, fn (Channel $channel): bool => !$channel->ended);
        $streams = fn (array $channels): array => array_map(fn (Channel $channel): mixed => $channel->stream, $channels);
        $readable = [STDIN, ...array_filter([$this->fillers ? null : $this->listener]), ...$streams($live)];
        $writable = $streams(array_filter($live, fn (Channel $channel): bool => $channel->output !== ''));
        $exceptional = null;
        stream_select($readable, $writable, $exceptional, null);
        foreach ($live as $channel) {
            $channel->flush();
            $channel->receive();
        }
        if (in_array($this->listener, $readable, true)) {
            $this->accept();
        }
    }

    private function accept(): void
    {
        $client = stream_socket_accept($this->listener, 0);
        $peer = stream_socket_client($this->upstream, context: stream_context_create(['socket' => ['tcp_nodelay' => true]]));
        $relay = $this->relays[] = new Relay(++$this->accepted, $client, $peer);
        if ($this->fault !== null && $this->fault['way'] === 'accept') {
            $this->hit[] = $relay;
            $relay->end($this->fault['kind']);
        }
    }

    /** Passes bytes on, up to the fault if it is among them. */
    private function pass(Relay $relay, string $way): void
    {
        [$from, $to] = $way === 'up' ? [$relay->client, $relay->peer] : [$relay->peer, $relay->client];
        $bytes = $from->take(strlen($from->input));
        $before = $this->bytesBeforeFault($relay, $way, $bytes);
        $relay->seen[$way] .= $bytes;
        if ($relay->isDead[$way] || $to->ended) {
            return;
        }
        if ($before === null) {
            $to->send($bytes);
            return;
        }
        $this->hit[] = $relay;
        $relay->spoiltAt = $way === 'down' ? strlen($relay->seen['down']) - strlen($bytes) + $before : null;
        $to->send(substr($bytes, 0, $before));
        $relay->spoil($this->fault['kind'], $way, substr($bytes, $before));
    }

    /** Returns null if the fault is not among these bytes. */
    private function bytesBeforeFault(Relay $relay, string $way, string $bytes): ?int
    {
        $fault = $this->fault;
        if ($bytes === '' || $fault === null || $fault['way'] !== $way || $relay->isHit || ($this->hit !== [] && !$fault['always'])) {
            return null;
        }
        $before = $fault['at'] - (strlen($relay->seen[$way]) - $relay->base[$way]);
        $needed = $fault['kind'] === 'corrupt' ? $before + 1 : $before;
        return $before >= 0 && $needed <= strlen($bytes) ? $before : null;
    }

    private function obeyCommands(): void
    {
        $this->commands .= (string) fread(STDIN, 65536);
        while (($end = strpos($this->commands, "\n")) !== false) {
            $command = json_decode(substr($this->commands, 0, $end), true, 8, JSON_THROW_ON_ERROR);
            $this->commands = substr($this->commands, $end + 1);
            $this->obey($command);
        }
    }

    /** @param array<string, mixed> $command */
    private function obey(array $command): void
    {
        switch ($command['do']) {
            case 'arm':
                $this->fault = $command['fault'];
                $this->hit = [];
                foreach ($this->relays as $relay) {
                    $relay->base = array_map(strlen(...), $relay->seen);
                    $relay->isHit = false;
                }
                break;
            case 'disarm':
                $this->fault = null;
                $hit = $this->hit;
                $this->tell(['hit' => array_map($this->account(...), $hit), 'main' => $this->account($hit[0] ?? array_values($this->relays)[0] ?? null)]);
                return;
            case 'end':
                array_map(fn (Relay $relay) => $relay->end($command['how']), $this->relays);
                break;
            case 'listen':
                $this->listen($command['how']);
                break;
            case 'finish':
                $this->finishes = true;
                return;
        }
        $this->tell([]);
    }

    /** @return ?array<string, mixed> */
    private function account(?Relay $relay): ?array
    {
        return $relay === null ? null : ['number' => $relay->number, 'base' => $relay->base, 'seen' => array_map(base64_encode(...), $relay->seen), 'spoiltAt' => $relay->spoiltAt];
    }

    /** @param 'open'|'refuse'|'silent' $how */
    private function listen(string $how): void
    {
        $this->listener = null;
        $this->fillers = [];
        if ($how === 'refuse') {
            return;
        }
        $context = stream_context_create(['socket' => ['tcp_nodelay' => true, 'backlog' => $how === 'silent' ? 0 : 64]]);
        $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
        $this->listener = stream_socket_server($this->address, $code, $message, $flags, $context);
        for ($count = $how === 'silent' ? 4 : 0; $count > 0; $count--) {
            $this->fillers[] = stream_socket_client($this->address, $code, $message, 10, STREAM_CLIENT_ASYNC_CONNECT);
        }
    }

    /** @param array<string, mixed> $news */
    private function tell(array $news): void
    {
        fwrite(STDOUT, json_encode($news, JSON_THROW_ON_ERROR) . "\n");
    }
}

(new Proxy($argv[1]))->run();
