<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use Closure;
use RuntimeException;

/** The whole sandbox: starts and stops the workers, the courier and the front. */
final class Sandbox
{
    /** @var list<Worker> */
    private array $workers = [];
    /** @var ?resource */
    private $courier = null;
    /** @var resource its standard input */
    private $courierInput;
    private string $temporaryFolder = '';
    private ?Front $front = null;
    private bool $isStopped = false;

    public function __construct(private Options $options)
    {
    }

    /**
     * Serves until a signal stops it. Leaves no process and no temporary file behind.
     * @param ?Closure(string): void $announce is called with the origin when it is ready, instead of writing a line
     */
    public function run(?Closure $announce = null): void
    {
        // A signal may arrive before there is anything to stop: remember it.
        pcntl_async_signals(true);
        foreach ([SIGINT, SIGTERM, SIGHUP] as $signal) {
            pcntl_signal($signal, function (): void {
                $this->isStopped = true;
                $this->front?->stop();
            });
        }
        try {
            $this->startProcesses();
            // Not earlier: a child would inherit the listening socket, and keep the port after a SIGKILL.
            $listener = $this->listen();
            $front = $this->front = new Front($listener, $this->workers, $this->wakeCourier(...));
            if (!$this->isStopped) {
                $origin = 'http://' . stream_socket_get_name($listener, false);
                $announce !== null ? $announce($origin) : print("cotp-sandbox listening on $origin\n");
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
        for ($number = 0; $number < $this->options->workers; $number++) {
            $this->workers[] = new Worker($databaseFile, $this->options->variant);
        }
        foreach ($this->workers as $worker) {
            $worker->awaitPort();
        }
        $this->startCourier($databaseFile);
    }

    private function startCourier(string $databaseFile): void
    {
        $command = [
            PHP_BINARY, '-d', 'allow_url_fopen=1', '-d', 'display_errors=stderr', '-r', 'require $argv[1];', dirname(__DIR__) . '/courier.php',
            $databaseFile, $this->options->variant->toJson(), implode(',', $this->options->callbackHosts), $this->temporaryFolder,
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
        stream_set_blocking($this->courierInput, false);        // a busy courier does not need to be woken
    }

    /** Wakes the courier. Ends the sandbox if the courier has ended, because no callback would be posted any more. */
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
            proc_terminate($this->courier);         // not by closing its input: then it would clean up for us
            proc_close($this->courier);
        }
        foreach ($this->workers as $worker) {
            $worker->stop();
        }
        TemporaryFolder::remove($this->temporaryFolder);
    }
}
