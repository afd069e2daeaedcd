<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use RuntimeException;

/** A process of PHP's built-in server. It gets one request at a time, so that no request waits for another one. */
final class Worker
{
    private const READ_SIZE = 65536;
    private const START_SECONDS = 20;
    /** Lines that the built-in server writes routinely. All other lines are shown. */
    private const ROUTINE_LINE = '~^\[[^\]]+\] (?:PHP \S+ Development Server|\S+:\d+ (?:Accepted|Closing|\[\d+\]: \S+ /))~';

    /** @var resource */
    private $process;
    /** @var resource */
    public readonly mixed $log;
    private int $port;
    /** @var ?resource */
    public mixed $connection = null;
    public ?Client $client = null;
    private string $toSend = '';
    private string $received = '';
    private string $logged = '';

    public function __construct(string $databaseFile, Variant $variant)
    {
        $settings = [
            'display_errors=0', 'log_errors=1', 'error_log=', 'html_errors=0', 'zend.exception_ignore_args=1', 'auto_prepend_file=', 'auto_append_file=',
            'default_mimetype=', 'expose_php=0', 'file_uploads=0', 'session.auto_start=0', 'output_buffering=0', 'zlib.output_compression=0',
        ];
        $command = [PHP_BINARY];
        foreach ($settings as $setting) {
            array_push($command, '-d', $setting);
        }
        // The program may be in a phar, the server's folder may not. It serves no file, because the router handles each request.
        array_push($command, '-S', '127.0.0.1:0', dirname(__DIR__) . '/router.php');
        $environment = ['COTP_SANDBOX_DB' => $databaseFile, 'COTP_SANDBOX_VARIANT' => $variant->toJson()] + getenv();
        unset($environment['PHP_CLI_SERVER_WORKERS']);          // the front starts the workers
        $null = ['file', '/dev/null', 'r+'];
        $process = proc_open($command, [$null, $null, ['pipe', 'w']], $pipes, dirname($databaseFile), $environment);
        if ($process === false) {
            throw new RuntimeException('cannot start PHP\'s built-in server');
        }
        $this->process = $process;
        $this->log = $pipes[2];
        stream_set_blocking($this->log, false);
    }

    /** Waits until the built-in server reports its port. */
    public function awaitPort(): void
    {
        $deadline = hrtime(true) + self::START_SECONDS * 1_000_000_000;
        $text = '';
        do {
            $readable = [$this->log];
            $none = null;
            @stream_select($readable, $none, $none, 1);
            $text .= (string) fread($this->log, self::READ_SIZE);
            if (preg_match('~Development Server \(http://127\.0\.0\.1:(\d+)\) started~', $text, $match)) {
                $this->port = (int) $match[1];
                return;
            }
        } while (!feof($this->log) && hrtime(true) < $deadline);
        throw new RuntimeException("PHP's built-in server did not start:\n$text");
    }

    public function processId(): int
    {
        return proc_get_status($this->process)['pid'];
    }

    public function begin(Client $client, WireRequest $request): void
    {
        $connection = @stream_socket_client("tcp://127.0.0.1:{$this->port}", $code, $text, 5);
        if ($connection === false) {
            throw new RuntimeException("a worker does not respond: $text");
        }
        stream_set_blocking($connection, false);
        $this->connection = $connection;
        $this->client = $client;
        $this->toSend = $request->bytes();
        $this->received = '';
    }

    public function hasToSend(): bool
    {
        return $this->toSend !== '';
    }

    public function send(): void
    {
        $sent = $this->connection === null ? false : @fwrite($this->connection, $this->toSend);
        $this->toSend = $sent === false ? '' : substr($this->toSend, $sent);
    }

    /** @return bool whether the response is complete */
    public function receive(): bool
    {
        if ($this->connection === null) {
            return false;
        }
        $this->received .= (string) @fread($this->connection, self::READ_SIZE);
        if (!feof($this->connection)) {
            return false;
        }
        fclose($this->connection);
        $this->connection = null;
        $response = WireResponse::fromWorker($this->received) ?? WireResponse::plain(500, 'The sandbox failed');
        $client = $this->client;
        $this->client = null;
        $client?->respond($response);
        return true;
    }

    public function readLog(): void
    {
        $this->logged .= (string) fread($this->log, self::READ_SIZE);
        while (($end = strpos($this->logged, "\n")) !== false) {
            $line = substr($this->logged, 0, $end + 1);
            $this->logged = substr($this->logged, $end + 1);
            if (!preg_match(self::ROUTINE_LINE, $line)) {
                fwrite(STDERR, $line);
            }
        }
        if (feof($this->log)) {
            throw new RuntimeException('a worker ended unexpectedly');
        }
    }

    public function stop(): void
    {
        proc_terminate($this->process);
        proc_close($this->process);
    }
}
