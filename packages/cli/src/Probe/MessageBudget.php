<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\AtomicFile;
use CotpCli\UserError;

/**
 * Counts the messages of a run in a file, before each of them is sent. A message without a recorded outcome counts as
 * delivered, so a run that was interrupted never sends it again.
 *
 * @phpstan-type Message array{number: int, attempt: int, outcome: string, requestId: string|null, at: string}
 */
final class MessageBudget
{
    public const MOST_MESSAGES = 2;
    /** Sends that the service refused deliver nothing, but they are limited as well. */
    public const MOST_REFUSED = 24;

    private const STARTED = 'started';
    private const ACCEPTED = 'accepted';
    private const REFUSED = 'refused';
    private const UNKNOWN = 'unknown';

    /** @var resource */
    private $lock;
    /** @var list<Message> */
    private array $messages = [];
    private bool $resumed;

    /** @throws UserError when the folder is in use, or its state belongs to another service */
    public function __construct(private readonly string $folder, private readonly string $run)
    {
        if (!is_dir($folder) && !@mkdir($folder, 0700, true) && !is_dir($folder)) {
            throw new UserError("The folder $folder cannot be created.");
        }
        $lock = @fopen("$folder/.cotp-probe.lock", 'c');
        if ($lock === false) {
            throw new UserError("The folder $folder cannot be written to.");
        }
        if (!flock($lock, LOCK_EX | LOCK_NB)) {
            throw new UserError("Another probe is using the folder $folder. Wait for it, or use another --out.");
        }
        $this->lock = $lock;
        $this->read();
        $this->resumed = $this->messages !== [];
    }

    public function __destruct()
    {
        flock($this->lock, LOCK_UN);
    }

    /** Whether an earlier run has already begun to send: then this run only looks. */
    public function isResumed(): bool
    {
        return $this->resumed;
    }

    /** Returns how many messages count as delivered. */
    public function delivered(): int
    {
        return count(array_filter($this->messages, static fn (array $message): bool => $message['outcome'] !== self::REFUSED));
    }

    public function refused(): int
    {
        return count($this->messages) - $this->delivered();
    }

    public function mayTry(): bool
    {
        return !$this->resumed && $this->delivered() < self::MOST_MESSAGES && $this->refused() < self::MOST_REFUSED;
    }

    /**
     * Records that a message is about to be sent.
     * @throws UserError when no more may be sent, or the record cannot be written
     */
    public function begin(): void
    {
        if (!$this->mayTry()) {
            throw new UserError('No further message may be sent in this run.');
        }
        $this->messages[] = [
            'number' => $this->delivered() + 1,
            'attempt' => count($this->messages) + 1,
            'outcome' => self::STARTED,
            'requestId' => null,
            'at' => gmdate('Y-m-d\TH:i:s\Z'),
        ];
        $this->write();
    }

    public function accepted(string $requestId): void
    {
        $this->finish(self::ACCEPTED, $requestId);
    }

    public function refusedByService(): void
    {
        $this->finish(self::REFUSED, null);
    }

    public function unknown(): void
    {
        $this->finish(self::UNKNOWN, null);
    }

    /** @return list<string> the ids of the accepted messages, in their order */
    public function requestIds(): array
    {
        return array_values(array_filter(array_column($this->messages, 'requestId'), is_string(...)));
    }

    /** Says what was sent so far. */
    public function summary(): string
    {
        $uncertain = count(array_filter($this->messages, static fn (array $message): bool => in_array($message['outcome'], [self::STARTED, self::UNKNOWN], true)));
        $text = match ($this->delivered()) {
            0 => 'No message was sent',
            1 => 'One message was sent to the tester',
            default => $this->delivered() . ' messages were sent to the tester',
        };
        $text .= $uncertain > 0 ? " ($uncertain of them without a known outcome, which counts as sent)" : '';
        return $text . ($this->refused() > 0 ? "; the service refused {$this->refused()} more without delivering them." : '.');
    }

    private function finish(string $outcome, ?string $requestId): void
    {
        $last = array_pop($this->messages) ?? throw new \LogicException('No message was begun.');
        $this->messages[] = [...$last, 'outcome' => $outcome, 'requestId' => $requestId];
        $this->write();
    }

    private function file(): string
    {
        return "$this->folder/.cotp-probe.json";
    }

    private function write(): void
    {
        AtomicFile::writeJson($this->file(), ['run' => $this->run, 'messages' => $this->messages], 0600);
    }

    private function read(): void
    {
        if (!is_file($this->file())) {
            return;
        }
        $state = json_decode((string) file_get_contents($this->file()), true);
        if (!is_array($state) || !is_array($state['messages'] ?? null)) {
            throw new UserError("{$this->file()} cannot be read. It counts the messages that were sent; use another --out to begin anew.");
        }
        if (($state['run'] ?? null) !== $this->run) {
            throw new UserError("The folder $this->folder belongs to a run against another service or with another address. Use another --out.");
        }
        foreach ($state['messages'] as $i => $message) {
            $message = is_array($message) ? $message : [];
            $outcome = $message['outcome'] ?? self::UNKNOWN;
            $id = $message['requestId'] ?? null;
            $this->messages[] = [
                'number' => is_int($message['number'] ?? null) ? $message['number'] : 1,
                'attempt' => is_int($i) ? $i + 1 : 1,
                'outcome' => in_array($outcome, [self::ACCEPTED, self::REFUSED], true) ? $outcome : self::UNKNOWN,
                'requestId' => is_string($id) ? $id : null,
                'at' => is_string($message['at'] ?? null) ? $message['at'] : '',
            ];
        }
    }
}
