<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Interrupt;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Connection;
use CotpCli\Probe\Console;
use CotpCli\Probe\Findings;
use CotpCli\Probe\MessageBudget;
use CotpCli\Probe\Probe;
use CotpCli\Probe\Settings;
use CotpCli\Probe\Tester;
use CotpCli\Service\RawClient;
use CotpCli\UserError;
use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Command\SignalableCommandInterface;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Style\SymfonyStyle;

/** Finds out how the service of an account spells its paths, methods and names. */
#[AsCommand('probe', 'Finds out how the service spells its paths, methods and names, and writes the "wire:" array')]
final class ProbeCommand extends Command implements SignalableCommandInterface
{
    private Interrupt $interrupt;

    public function __construct(private readonly Terminal $terminal = new Terminal())
    {
        $this->interrupt = new Interrupt();
        parent::__construct();
    }

    protected function configure(): void
    {
        AccountOptions::addTo($this);
        $this
            ->addOption('email', null, InputOption::VALUE_REQUIRED, 'Your own e-mail address: the messages go there')
            ->addOption('phone', null, InputOption::VALUE_REQUIRED, 'Your own number with its country code: the messages go there')
            ->addOption('booker-id', null, InputOption::VALUE_REQUIRED, 'The user id of a booker in your account, if the service checks it')
            ->addOption('callback-url', null, InputOption::VALUE_REQUIRED, 'Your own URL for callbacks; one on this machine is served by the probe')
            ->addOption('callback-listen', null, InputOption::VALUE_REQUIRED, 'ADDRESS:PORT where the probe receives what your callback URL passes on')
            ->addOption('wait', null, InputOption::VALUE_REQUIRED, 'Seconds to wait for the form to be filled in; 0: do not wait', '900')
            ->addOption('out', null, InputOption::VALUE_REQUIRED, 'The folder for cotp-wire.json and the report', 'cotp-probe')
            ->addOption('sample', null, InputOption::VALUE_REQUIRED, 'Read a sample body or a curl line from this file ("-": standard input) instead of calling the service')
            ->addOption('yes', 'y', InputOption::VALUE_NONE, 'Send the messages without asking')
            ->addOption('production', null, InputOption::VALUE_NONE, 'Allow a host that is not a staging host; a terminal is required as well')
            ->setHelp(<<<'HELP'
                Finds paths and methods by requests that cannot succeed, then sends at most two messages, to you alone, and compares
                what Retrieve returns. It needs a <info>staging</info> account: a profile (<info>cotp help profiles</info>), or that of the key in
                PCIBOOKING_API_KEY at --base-uri. The entries in --wire, such as those of --sample, are tried first.

                  <info>PCIBOOKING_API_KEY=… cotp probe --email you@example.com</info>
                  <info>cotp probe --profile staging --phone +34600111222 --wait 0 --out results</info>
                  <info>cotp probe --sample body.json</info>

                Ctrl-C ends the run with a report; at a question it ends at once, without a report, and no further message was sent. If you start it again with the same --out, it sends nothing again.
                HELP);
    }

    /** @return list<int> */
    public function getSubscribedSignals(): array
    {
        return defined('SIGINT') ? [SIGINT, SIGTERM] : [];
    }

    public function handleSignal(int $signal, int|false $previousExitCode = 0): int|false
    {
        if ($this->interrupt->isAsking()) {
            fwrite(STDERR, "\nInterrupted. No further message was sent.\n");
            return ProbeRun::INTERRUPTED;
        }
        $this->interrupt->request();
        // A second Ctrl-C ends the process at once; files are never half-written.
        function_exists('pcntl_signal') && pcntl_signal($signal, SIG_DFL);
        return false;
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $io = new SymfonyStyle($input, $output);
        $sample = self::option($input, 'sample');
        if ($sample !== null) {
            return (new SampleRun($this->terminal))->run($sample, self::option($input, 'out') ?? '.', $io);
        }
        Extension::requireLoaded();
        $account = new AccountOptions($input);
        $target = $account->target();
        $settings = $this->settings($input);
        (new Confirmation($this->terminal, $this->interrupt))->ofProduction($target, (bool) $input->getOption('production'), $io);
        $source = $account->keySource();
        $key = $source->isGiven() ? $source->key() : $this->interrupt->whileAsking(fn (): string => ApiKey::typed($this->terminal, $io, $target->host));
        $caFile = $account->caFile();
        $budget = new MessageBudget($settings->folder, hash('sha256', $target->baseUri . "\n" . $settings->tester->address));
        $candidates = Candidates::load();
        foreach ($account->wire() as $name => $value) {
            $candidates->prefer($name, $value);
        }
        $probe = new Probe(
            $settings,
            new Connection($target, $key, $caFile),
            new RawClient($target, $key, $this->interrupt, $caFile),
            $candidates,
            new Findings($candidates),
            $budget,
            new Console($output),
            $this->interrupt,
        );
        $run = new ProbeRun($probe, $budget, $settings, $target, $candidates, new Confirmation($this->terminal, $this->interrupt));
        return $run->execute((bool) $input->getOption('yes'), $io);
    }

    private function settings(InputInterface $input): Settings
    {
        $wait = self::option($input, 'wait') ?? '';
        if (!preg_match('/^\d{1,5}(?:\.\d+)?$/D', $wait)) {
            throw new UserError('--wait must be a number of seconds.');
        }
        $callbackUrl = self::option($input, 'callback-url');
        if ($callbackUrl !== null && !preg_match('~^https?://[^\s/?#@\\\\]+(?:[/?][^\s#\\\\]*)?$~Di', $callbackUrl)) {
            throw new UserError('--callback-url must be an absolute http or https URL without a user name or fragment.');
        }
        return new Settings(
            Tester::from(self::option($input, 'email'), self::option($input, 'phone')),
            self::option($input, 'out') ?? 'cotp-probe',
            (float) $wait,
            self::option($input, 'booker-id'),
            $callbackUrl,
            self::option($input, 'callback-listen'),
        );
    }

    private static function option(InputInterface $input, string $name): ?string
    {
        $value = $input->getOption($name);
        return is_string($value) ? $value : null;
    }
}
