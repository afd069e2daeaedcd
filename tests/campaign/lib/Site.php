<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

use RuntimeException;

/** The processes of the site: producer, workers, workers of the ledger, web server. */
final class Site
{
    public const WORKERS = 3;
    public const LEDGER_WORKERS = 2;
    /** @var array<string, Process> the workers, by name */
    private array $workers = [];
    private ?Process $web = null;
    /** @var array<string, string> */
    private array $variables;
    /** @var array<string, int> how often a worker had to be started */
    public array $starts = [];

    /** @param list<string> $php the command of PHP with the extension */
    public function __construct(
        private readonly Framework $framework,
        private readonly string $folder,
        private readonly array $php,
        private readonly string $kind,
        string $broker,
        Broker $server,
        Sandbox $sandbox,
    ) {
        $port = Process::freePort();
        $this->variables = [
            'CAMPAIGN_SITE' => $kind, 'CAMPAIGN_ENGINE' => $broker, 'CAMPAIGN_FOLDER' => $folder, 'CAMPAIGN_ACCOUNTS' => implode(' ', array_keys(Sandbox::FAULTS)),
            'CAMPAIGN_PORT' => (string) $port, 'COTP_LEDGER_DSN' => $server->ledgerDsn(), 'COTP_LEDGER_SECRET' => bin2hex(random_bytes(32)),
        ] + $framework->variables($broker, $server->address());
        foreach (array_keys(Sandbox::FAULTS) as $account) {
            $prefix = 'COTP_' . strtoupper($account);
            $this->variables += [
                "{$prefix}_API_KEY" => "key-$account", "{$prefix}_BASE_URI" => "$sandbox->url/api", "{$prefix}_CALLBACK_KEYS" => 'k:' . bin2hex(random_bytes(32)),
                "{$prefix}_CALLBACK_URL" => "http://127.0.0.1:$port" . $framework->callbackPath($account),
            ];
        }
    }

    public function start(): void
    {
        if ($this->kind !== 'nothing') {
            $prepare = $this->process('prepare', $this->framework->prepare());
            $prepare->await() === 0 || throw new RuntimeException('the site could not be prepared: ' . $prepare->log());
            $this->kind !== 'ledger' || str_starts_with($this->variables['COTP_LEDGER_DSN'], 'pgsql') || (new \PDO($this->variables['COTP_LEDGER_DSN']))->exec('PRAGMA journal_mode = WAL');
            $this->web = $this->process('web', ['-S', '127.0.0.1:' . $this->variables['CAMPAIGN_PORT'], $this->framework->web()], ['PHP_CLI_SERVER_WORKERS' => '4']);
        }
        $this->supervise();
    }

    /** Starts the workers that do not run. */
    public function supervise(): void
    {
        for ($n = 1; $n <= self::WORKERS; $n++) {
            $this->startUnlessRunning("worker-$n", $this->framework->worker());
        }
        for ($n = 1; $this->kind === 'ledger' && $n <= self::LEDGER_WORKERS; $n++) {
            $this->startUnlessRunning("ledger-$n", $this->framework->ledgerWorker());
        }
    }

    public function producer(): Process
    {
        return $this->process('producer', $this->framework->producer());
    }

    public function worker(string $name): Process
    {
        return $this->workers[$name];
    }

    public function stop(): void
    {
        foreach ($this->workers as $worker) {
            $worker->end(SIGKILL);
        }
        $this->web?->end(SIGKILL);
    }

    public function ledgerDsn(): string
    {
        return $this->variables['COTP_LEDGER_DSN'];
    }

    /** @param list<string> $arguments */
    private function startUnlessRunning(string $name, array $arguments): void
    {
        if (!isset($this->workers[$name]) || !$this->workers[$name]->isRunning()) {
            $this->workers[$name] = $this->process($name, $arguments);
            $this->starts[$name] = ($this->starts[$name] ?? 0) + 1;
        }
    }

    /**
     * @param list<string> $arguments
     * @param array<string, string> $more
     */
    private function process(string $name, array $arguments, array $more = []): Process
    {
        $variables = array_map(static fn (string $value): string => str_replace('{process}', $name, $value), $this->variables);
        return new Process($name, [...$this->php, ...$arguments], $more + $variables, $this->folder);
    }
}
