<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCampaign;

/** Asks the questions at a steady rate. A question counts once the broker has confirmed it; until then it is asked again. */
final class Producer
{
    private ?Process $process = null;
    /** @var array<int, int> the questions to ask */
    private array $open;
    /** @var array<int, bool> what the running process was given */
    private array $given = [];
    /** @var array<int, true> */
    public array $confirmed = [];
    public int $restarts = -1;

    public function __construct(private readonly Site $site, int $questions)
    {
        $this->open = array_combine(range(1, $questions), range(1, $questions));
    }

    public function isFinished(): bool
    {
        return $this->open === [];
    }

    /** @param int $until asks the questions up to this number */
    public function advance(int $until): void
    {
        if ($this->process === null || !$this->process->isRunning()) {
            $this->read();
            $this->process = $this->site->producer();
            $this->given = [];
            $this->restarts++;
        }
        foreach ($this->open as $question) {
            if ($question <= $until && !isset($this->given[$question])) {
                $this->given[$question] = @fwrite($this->process->input, "$question " . Sandbox::accountOf($question) . "\n") !== false;
            }
        }
        $this->read();
    }

    public function end(): void
    {
        $this->process?->end(SIGTERM);
    }

    private function read(): void
    {
        preg_match_all('~^confirmed (\d+)\n~m', $this->process?->output() ?? '', $matches);
        foreach ($matches[1] as $question) {
            $this->confirmed[(int) $question] = true;
            unset($this->open[(int) $question]);
        }
    }
}
