<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * The server process of peer.inc. Its standard input brings the settings, then commands; its end ends the process,
 * so that no server outlives its test, however the test dies. Its standard output reports events.
 */

require __DIR__ . '/channel.inc';
require __DIR__ . '/actions.inc';
require __DIR__ . '/http1.inc';
require __DIR__ . '/hpack.inc';
require __DIR__ . '/http2.inc';
require __DIR__ . '/certificates.inc';

final class Server
{
    /** @var array<int, Connection> */
    private array $connections = [];
    /** @var array<int, Generator> */
    private array $tasks = [];
    private int $accepted = 0;
    private string $commands = '';
    private bool $stopped = false;

    /**
     * @param resource $listener
     * @param array<string, mixed> $settings
     */
    public function __construct(
        private mixed $listener,
        private readonly array $settings,
        private readonly Script $script,
        private readonly Log $log,
    ) {
        stream_set_blocking($listener, false);
        stream_set_blocking(STDIN, false);
    }

    public function run(): void
    {
        while (!$this->stopped) {
            $this->waitForAnything();
            $this->readCommands();
            $this->accept();
            foreach ($this->connections as $number => $connection) {
                $this->advance($number, $connection);
            }
        }
    }

    private function waitForAnything(): void
    {
        $channels = [];
        foreach ($this->connections as $connection) {
            array_push($channels, $connection->channel, ...array_filter([$connection->upstream]));
        }
        $live = array_filter($channels, fn (Channel $channel) => !$channel->ended);
        $streams = fn (array $channels) => array_map(fn (Channel $channel) => $channel->stream, $channels);
        $readable = [STDIN, ...array_filter([$this->listener]), ...$streams($live)];
        $writable = $streams(array_filter($live, fn (Channel $channel) => $channel->output !== ''));
        if ($this->log->unsent !== '') {
            $writable[] = $this->log->stream;
        }
        $exceptional = null;
        $mustWait = !in_array(true, array_column($live, 'hasMore'), true);
        if (stream_select($readable, $writable, $exceptional, $mustWait ? null : 0) === false) {
            return;
        }
        $this->log->flush();
        foreach ($live as $channel) {
            $channel->flush();
            $channel->receive();
        }
    }

    private function accept(): void
    {
        while ($this->listener !== null && ($stream = @stream_socket_accept($this->listener, 0)) !== false) {
            $number = ++$this->accepted;
            $channel = new Channel($stream, $this->settings['tls'], $this->settings['keepPlaintext']);
            $this->connections[$number] = new Connection($number, $channel, $this->log);
            $this->tasks[$number] = serve($this->connections[$number], $this->script, $this->settings);
        }
    }

    /** Advances one connection as far as possible. */
    private function advance(int $number, Connection $connection): void
    {
        $task = $this->tasks[$number];
        try {
            // The first call runs to the first yield, later calls continue from there.
            $connection->started ? $task->next() : $task->current();
            $connection->started = true;
        } catch (ConnectionGone) {
            $connection->endedByClient();
        }
        if (!$task->valid() && $connection->closedBy === null) {
            throw new LogicException("connection $number is still open");
        }
        if ($connection->closedBy !== null) {
            unset($this->connections[$number], $this->tasks[$number]);
        }
    }

    private function readCommands(): void
    {
        $this->commands .= (string) @fread(STDIN, 1 << 20);
        while (($end = strpos($this->commands, "\n")) !== false) {
            $this->obey(decodeLine(substr($this->commands, 0, $end)));
            $this->commands = substr($this->commands, $end + 1);
        }
        $this->stopped = $this->stopped || feof(STDIN);
    }

    /** @param array<string, mixed> $command */
    private function obey(array $command): void
    {
        match ($command['do']) {
            'append' => array_push($this->script->actions, ...$command['actions']),
            'forget' => $this->script->actions = [],
            'release' => $this->script->released[$command['name']] = true,
            'end' => ($this->connections[$command['connection']] ?? null)?->end($command['how']),
            'send' => ($this->connections[$command['connection']] ?? null)?->channel->send($command['bytes']),
            'stopListening' => $this->stopListening(),
            'ping' => null,
            'stop' => $this->stopped = true,
        };
        $this->log->emit('done', ['command' => $command['number']]);
    }

    private function stopListening(): void
    {
        fclose($this->listener);
        $this->listener = null;
    }
}

/** @return array<string, mixed> */
function decodeLine(string $line): array
{
    return unserialize(base64_decode($line, true), ['allowed_classes' => false]);
}

/**
 * The whole life of one connection.
 * @param array<string, mixed> $settings
 */
function serve(Connection $connection, Script $script, array $settings): Generator
{
    $accept = $script->nextAccept();
    $connection->log->emit('accepted', ['connection' => $connection->number]);
    $beforeTls = !str_ends_with($accept['do'], 'AfterHandshake');
    if ($beforeTls && $accept['do'] !== 'serve') {
        yield from performAccept($connection, $accept);
        return;
    }
    $protocol = $settings['tls'] ? yield from handshake($connection, $settings['cryptoMethod']) : '';
    if ($connection->closedBy !== null) {
        return;
    }
    if (!$beforeTls) {
        $connection->end(substr($accept['do'], 0, -strlen('AfterHandshake')));
        return;
    }
    yield from $protocol === 'h2'
        ? (new Http2Connection($connection, $script, $settings['http2Settings']))->serve()
        : serveHttp1($connection, $script);
}

/** @param array<string, mixed> $accept */
function performAccept(Connection $connection, array $accept): Generator
{
    switch ($accept['do']) {
        case 'raw':
            yield from $connection->channel->write($accept['bytes']);
            $connection->end('close');
            return;
        case 'relay':
            yield from relay($connection, stream_socket_client(str_contains($accept['to'], '://') ? $accept['to'] : "tcp://{$accept['to']}"));
            return;
        case 'record':
            yield from $connection->channel->need(1);
            $connection->passOn();
            yield from $connection->channel->write($accept['bytes']);
            while (true) {
                $connection->passOn();
                $connection->channel->mustBeAlive();
                yield;
            }
        case 'stall':
            while (true) {
                $connection->channel->mustBeAlive();
                yield;
            }
        default:
            $connection->end($accept['do']);
    }
}

/** Sets TLS up; returns the protocol that ALPN chose. */
function handshake(Connection $connection, int $method): Generator
{
    $channel = $connection->channel;
    $channel->handshaking = true;
    error_clear_last();
    while (($done = @stream_socket_enable_crypto($channel->stream, true, $method)) === 0) {
        yield;
        $channel->mustBeAlive(); // the test may have ended it meanwhile
    }
    $crypto = stream_get_meta_data($channel->stream)['crypto'] ?? [];
    $protocol = $crypto['alpn_protocol'] ?? '';
    $connection->log->emit('handshake', [
        'connection' => $connection->number,
        'tls' => $done ? $crypto['protocol'] : null,
        'alpn' => $protocol,
        'error' => $done ? null : error_get_last()['message'] ?? 'the client closed',
    ]);
    if (!$done) {
        $connection->endedByClient();
        return '';
    }
    $channel->handshaking = false;
    $channel->receive();            // bytes of the same record are not announced again
    return $protocol;
}

/**
 * @param array<string, mixed> $settings
 * @return array<string, mixed> options of the listening socket's `ssl` context
 */
function tlsOptions(array $settings, string $serverFile): array
{
    $options = ['local_cert' => $serverFile, 'alpn_protocols' => $settings['alpn'], 'verify_peer' => false, 'security_level' => 0];
    return $settings['ciphers'] === null ? $options : $options + ['ciphers' => $settings['ciphers']];
}

function main(): void
{
    $settings = decodeLine(trim((string) fgets(STDIN)));
    $folder = $settings['folder'];
    $files = ['caFile' => null, 'serverFile' => ''];
    register_shutdown_function(function () use ($folder) {
        array_map('unlink', glob("$folder/*"));
        @rmdir($folder);
    });
    if ($settings['tls'] || $settings['onSocket']) {
        mkdir($folder, $settings['onSocket'] ? 0755 : 0700);
    }
    if ($settings['tls']) {
        $files = makeCertificates($folder, $settings['certificate'], $settings['names']);
    }
    $context = stream_context_create(['ssl' => tlsOptions($settings, $files['serverFile']), 'socket' => ['tcp_nodelay' => true]]);
    $flags = STREAM_SERVER_BIND | STREAM_SERVER_LISTEN;
    $address = $settings['onSocket'] ? "unix://$folder/socket" : 'tcp://127.0.0.1:0';
    $listener = stream_socket_server($address, $code, $message, $flags, $context);
    $port = $settings['onSocket'] ? 0 : (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1);
    if ($settings['onSocket']) {
        chmod("$folder/socket", 0777);
    }

    $log = new Log(STDOUT);
    $log->emit('ready', ['port' => $port, 'caFile' => $files['caFile']]);
    $script = new Script($settings['script'], $settings['accepts'], $settings['default']);
    (new Server($listener, $settings, $script, $log))->run();
}

main();
