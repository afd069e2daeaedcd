<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\Interrupted;
use CotpCli\Probe\Candidates;
use CotpCli\Probe\Finding;
use CotpCli\Probe\MessageBudget;
use CotpCli\Probe\Probe;
use CotpCli\Probe\Settings;
use CotpCli\Report\EarlierReport;
use CotpCli\Report\Report;
use CotpCli\Service\Target;
use CotpCli\UserError;
use Symfony\Component\Console\Formatter\OutputFormatter;
use Symfony\Component\Console\Style\SymfonyStyle;
use Throwable;

/** A run from its first request to its report, which is written however the run ends. */
final readonly class ProbeRun
{
    public const INTERRUPTED = 130;

    public function __construct(
        private Probe $probe,
        private MessageBudget $budget,
        private Settings $settings,
        private Target $target,
        private Candidates $candidates,
        private Confirmation $confirmation,
    ) {
    }

    public function execute(bool $isAgreed, SymfonyStyle $io): int
    {
        $status = 0;
        $reason = 'completed';
        try {
            $this->probe->withoutMessages();
            $obstacle = $this->probe->obstacle();
            if ($obstacle !== null) {
                $reason = 'ended before a message';
                $io->writeln('<comment>' . OutputFormatter::escape($obstacle) . '</comment>');
            } else {
                $this->confirmation->ofMessages($this->settings->tester, $isAgreed, $io);
            }
            if ($obstacle === null || $this->budget->isResumed()) {
                $this->probe->withMessages();
            }
        } catch (Interrupted) {
            $status = self::INTERRUPTED;
            $reason = 'interrupted';
            $io->writeln(['', '<comment>Interrupted.</comment>']);
        } catch (UserError $error) {
            $status = 1;
            $reason = 'ended early';
            $io->getErrorStyle()->writeln('<error>cotp: ' . OutputFormatter::escape($error->getMessage()) . '</error>');
        } catch (Throwable $fault) {
            $this->finish('failed', $io);
            throw $fault;
        }
        $this->finish($reason, $io);
        return $status;
    }

    private function finish(string $reason, SymfonyStyle $io): void
    {
        // The first thing to know, even if the report cannot be written.
        $io->writeln(['', '<info>Result</info>', '  ' . $this->budget->summary()]);
        if ($this->budget->isResumed()) {
            EarlierReport::read($this->settings->folder)->addTo($this->probe->findings);
        }
        $report = new Report($this->probe->findings, $this->candidates, MessageBudget::MOST_MESSAGES, [
            'Service' => $this->target->host,
            'Channel' => $this->settings->tester->channel->name,
            'Date' => gmdate('Y-m-d'),
            'cotp' => Extension::version() . ', PHP ' . PHP_VERSION,
            'Run' => $reason,
            'Messages' => $this->budget->summary(),
        ], $this->probe->statuses());
        $files = $report->write($this->settings->folder);
        $io->writeln([
            sprintf('  %d entries confirmed, %d refuted, %d not testable.', $report->count(Finding::CONFIRMED), $report->count(Finding::REFUTED), $report->count(Finding::NOT_TESTABLE)),
            ...$this->differences(),
            ...array_map(static fn (string $file): string => '  ' . OutputFormatter::escape($file), $files),
        ]);
    }

    /** @return list<string> what has to be overridden, and what was looked for in vain */
    private function differences(): array
    {
        $lines = [];
        foreach ($this->probe->findings->all() as $finding) {
            if ($finding->value !== null && strcasecmp($finding->value, $this->candidates->default($finding->key)) !== 0) {
                $lines[] = sprintf('  %-22s <info>%s</info>', $finding->key, OutputFormatter::escape($finding->value));
            } elseif ($finding->result === Finding::REFUTED) {
                $lines[] = sprintf('  %-22s <comment>not found</comment>', $finding->key);
            }
        }
        return $lines === [] ? [] : ['', '  Different from the defaults:', ...$lines, ''];
    }
}
