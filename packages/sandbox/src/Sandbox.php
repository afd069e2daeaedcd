<?php
declare(strict_types=1);

namespace CotpSandbox;

use RuntimeException;

/** The whole of it: workers, courier and front, from start to stop. */
final class Sandbox
{
    private const WORKERS = 4;

    /** @var list<Worker> */
    private array $workers = [];
    /** @var ?resource */
    private $courier = null;
    /** @var resource its standard input */
    private $courierInput;
    private string $temporaryFolder = '';

    public function __construct(private Options $options)
    {
    }

    /** Serves until a signal stops it; leaves no process and no temporary file behind. */
    public function run(): void
    {
        // A request to stop may come before there is anything to stop: remember it.
        $front = null;
        $stopped = false;
        pcntl_async_signals(true);
        foreach ([SIGINT, SIGTERM, SIGHUP] as $signal) {
            pcntl_signal($signal, static function () use (&$front, &$stopped): void {
                $stopped = true;
                $front?->stop();
            });
        }
        try {
            $this->startProcesses();
            // Only now, so that no child inherits the listening socket and keeps the port when we are killed.
            $listener = $this->listen();
            $front = new Front($listener, $this->workers, $this->wakeCourier(...));
            if (!$stopped) {
                echo 'cotp-sandbox listening on http://', stream_socket_get_name($listener, false), "\n";
                $front->run();
            }
        } finally {
            $this->stopProcesses();
        }
    }

    private function startProcesses(): void
    {
        $databaseFile = $this->options->databaseFile;
        if ($databaseFile === null) {
            $this->temporaryFolder = TemporaryFolder::create();
            $databaseFile = "{$this->temporaryFolder}/sandbox.sqlite";
        }
        (new Store($databaseFile))->createTables();
        $databaseFile = (string) realpath($databaseFile);
        for ($number = 0; $number < self::WORKERS; $number++) {
            $this->workers[] = new Worker($databaseFile);
        }
        foreach ($this->workers as $worker) {
            $worker->awaitPort();
        }
        $this->startCourier($databaseFile);
    }

    private function startCourier(string $databaseFile): void
    {
        $command = [
            PHP_BINARY, '-d', 'allow_url_fopen=1', '-d', 'display_errors=stderr', dirname(__DIR__) . '/courier.php',
            $databaseFile, implode(',', $this->options->callbackHosts), $this->temporaryFolder,
        ];
        foreach ($this->workers as $worker) {
            $command[] = (string) $worker->processId();
        }
        $courier = proc_open($command, [['pipe', 'r'], ['file', '/dev/null', 'w'], STDERR], $pipes);
        if ($courier === false) {
            throw new RuntimeException('cannot start the courier');
        }
        $this->courier = $courier;
        $this->courierInput = $pipes[0];
        stream_set_blocking($this->courierInput, false);        // a courier that is busy will look by itself
    }

    /** Without a courier no callback would ever come, and nobody would know why. */
    private function wakeCourier(): void
    {
        if (@fwrite($this->courierInput, '.') === false) {
            throw new RuntimeException('the courier ended unexpectedly');
        }
    }

    /** @return resource */
    private function listen()
    {
        $context = stream_context_create(['socket' => ['tcp_nodelay' => true, 'backlog' => 128]]);
        $address = "tcp://{$this->options->address}:{$this->options->port}";
        $listener = @stream_socket_server($address, $code, $text, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);
        return $listener !== false ? $listener : throw new RuntimeException("cannot listen on $address: $text");
    }

    private function stopProcesses(): void
    {
        if ($this->courier !== null) {
            proc_terminate($this->courier);         // not by the end of its input: that would make it clean up after us
            proc_close($this->courier);
        }
        foreach ($this->workers as $worker) {
            $worker->stop();
        }
        TemporaryFolder::remove($this->temporaryFolder);
    }
}
