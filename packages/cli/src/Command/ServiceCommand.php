<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\ClosedPipe;
use CotpCli\Interrupt;
use CotpCli\Interrupted;
use CotpCli\UserError;
use CotpException;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Command\SignalableCommandInterface;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Input\InputOption;
use Symfony\Component\Console\Output\ConsoleOutputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use ValueError;

/** What commands have in common that do one thing: --json, one sentence for each failure, and the exit code for it. */
abstract class ServiceCommand extends Command implements SignalableCommandInterface
{
    protected readonly Interrupt $interrupt;

    public function __construct()
    {
        $this->interrupt = new Interrupt();
        parent::__construct();
    }

    protected function configure(): void
    {
        $this->addOption('json', null, InputOption::VALUE_NONE, 'Write JSON');
    }

    abstract protected function act(InputInterface $input, Screen $screen): int;

    /** Whether the command changes nothing, so that a lost response does not matter. */
    protected function isReading(): bool
    {
        return true;
    }

    protected function needsExtension(): bool
    {
        return true;
    }

    /** @return list<int> */
    public function getSubscribedSignals(): array
    {
        return defined('SIGINT') ? [SIGINT, SIGTERM] : [];
    }

    public function handleSignal(int $signal, int|false $previousExitCode = 0): int|false
    {
        if ($this->interrupt->isTransferring()) {
            $this->interrupt->request();
            return false;
        }
        return $this->interrupted();
    }

    private function interrupted(): int
    {
        fwrite(STDERR, $this->isReading() ? "\nInterrupted.\n" : "\nInterrupted. The request may have been processed: it is safe to run the command again.\n");
        return ExitCode::INTERRUPTED;
    }

    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $screen = new Screen($output, (bool) $input->getOption('json'));
        try {
            return $this->actOrReport($input, $screen, $output);
        } catch (ClosedPipe) {
            return ExitCode::CLOSED_PIPE;
        } catch (Interrupted) {
            return $this->interrupted();
        }
    }

    /** @return int the exit code */
    private function actOrReport(InputInterface $input, Screen $screen, OutputInterface $output): int
    {
        try {
            if ($this->needsExtension()) {
                Extension::requireLoaded();
            }
            return $this->act($input, $screen);
        } catch (CotpException $exception) {
            $failure = new Failure($exception, $this->isReading());
            $this->report($failure->text(), $failure->json(), $screen, $output);
            return $failure->exitCode();
        } catch (ValueError $error) {
            $text = 'The value of ' . preg_replace('/^.*Argument #\d+ \(\$(\w+)\)/s', '$1', $error->getMessage()) . '.';
            $this->report($text, ['type' => 'UserError', 'message' => $text], $screen, $output);
        } catch (UserError $error) {
            $this->report($error->getMessage(), ['type' => 'UserError', 'message' => $error->getMessage()], $screen, $output);
            return $error->getCode() === 0 ? ExitCode::ERROR : $error->getCode();
        }
        return ExitCode::ERROR;
    }

    /** @param array<string, mixed> $data */
    private function report(string $text, array $data, Screen $screen, OutputInterface $output): void
    {
        if ($screen->isJson) {
            $screen->error($data);
            return;
        }
        (new Screen($output instanceof ConsoleOutputInterface ? $output->getErrorOutput() : $output, false))->line("cotp: $text");
    }

    protected static function text(InputInterface $input, string $option): ?string
    {
        $value = $input->getOption($option);
        return is_string($value) ? $value : null;
    }

    protected static function argument(InputInterface $input, string $name): string
    {
        $value = $input->getArgument($name);
        return is_string($value) ? $value : '';
    }
}
