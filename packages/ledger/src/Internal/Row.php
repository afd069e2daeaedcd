<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Internal;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use CotpStatus;
use DateTimeImmutable;
use UnexpectedValueException;

/**
 * One row of cotp_ledger_question.
 *
 * @internal
 */
final readonly class Row
{
    public const ORIGINS_OF_POLICIES = ['remind', 'switch'];
    /** The policyStep of an attempt after Ledger::cancel(): no policy acts on it, whatever its status becomes. */
    public const STOPPED = 'stopped';
    public int $id;
    public string $account;
    public string $key;
    public int $attempt;
    public string $reference;
    public string $origin;
    public AskState $state;
    public ?Ending $ending;
    public ?string $formDigest;
    public ?string $callbackDigest;
    public ?string $recipientDigest;
    public ?string $formEncrypted;
    public ?string $requestId;
    public ?string $unconfirmedId;
    public CotpStatus $status;
    public string $rawStatus;
    public string $trouble;
    public int $askedAt;
    public int $stateAt;
    public ?int $endedAt;
    public bool $isCancelStarted;
    public bool $isNotified;
    public int $lookUps;
    public ?int $policyAt;
    public ?string $policyStep;
    public ?string $timeZone;
    public int $fence;
    public int $epoch;
    /** Whether the lease is running, according to the clock of the database. */
    public bool $isLeased;
    /** Milliseconds since the guest was seen at the form, according to the clock of the database. */
    public ?int $sinceViewed;

    /** @param array<string, mixed> $row */
    public function __construct(array $row)
    {
        $this->id = self::int($row, 'id') ?? 0;
        $this->account = self::text($row, 'account') ?? '';
        $this->key = self::text($row, 'question_key') ?? '';
        $this->attempt = self::int($row, 'attempt') ?? 0;
        $this->reference = self::text($row, 'reference') ?? '';
        $this->origin = self::text($row, 'origin') ?? 'ask';
        $this->state = AskState::from(self::text($row, 'state') ?? '');
        $this->ending = Ending::tryFrom(self::text($row, 'ending') ?? '');
        $this->formDigest = self::text($row, 'form_digest');
        $this->callbackDigest = self::text($row, 'callback_digest');
        $this->recipientDigest = self::text($row, 'recipient_digest');
        $this->formEncrypted = self::text($row, 'form_encrypted');
        $this->requestId = self::text($row, 'request_id');
        $this->unconfirmedId = self::text($row, 'unconfirmed_id');
        $this->status = CotpStatus::fromWire(self::text($row, 'status') ?? '');
        $this->rawStatus = self::text($row, 'raw_status') ?? '';
        $this->trouble = self::text($row, 'trouble') ?? '';
        $this->askedAt = self::int($row, 'asked_at') ?? 0;
        $this->stateAt = self::int($row, 'state_at') ?? 0;
        $this->endedAt = self::int($row, 'ended_at');
        $this->isCancelStarted = self::int($row, 'cancel_started') === 1;
        $this->isNotified = self::int($row, 'notified') === 1;
        $this->lookUps = self::int($row, 'look_ups') ?? 0;
        $this->policyAt = self::int($row, 'policy_at');
        $this->policyStep = self::text($row, 'policy_step');
        $this->timeZone = self::text($row, 'time_zone');
        $this->fence = self::int($row, 'fence') ?? 0;
        $this->epoch = self::int($row, 'epoch') ?? 0;
        $this->isLeased = (self::int($row, 'is_leased') ?? 0) === 1;
        $this->sinceViewed = self::int($row, 'since_viewed');
    }

    /** Returns whether a policy has made this attempt, not the site. */
    public function isOfPolicy(): bool
    {
        return in_array($this->origin, self::ORIGINS_OF_POLICIES, true);
    }

    /** Returns the columns that a query has to select. */
    public static function columns(Dialect $dialect): string
    {
        $now = $dialect->now();
        return "q.*, CASE WHEN q.lease_until > $now THEN 1 ELSE 0 END AS is_leased, $now - q.viewed_at AS since_viewed";
    }

    public function toAsk(bool $isNew = false): Ask
    {
        [$environment, $name] = explode('/', $this->account, 2) + [1 => ''];
        return new Ask(
            $this->key, $name, $environment, $this->attempt, $this->reference, $this->origin, $this->state, self::time($this->askedAt), self::time($this->stateAt),
            $this->ending, $this->requestId, $this->unconfirmedId, $this->status, $this->rawStatus, $this->trouble, $isNew,
        );
    }

    /** @param array<string, mixed> $row */
    public static function int(array $row, string $column): ?int
    {
        $value = $row[$column] ?? null;
        return match (true) {
            $value === null, is_int($value) => $value,
            is_numeric($value) => (int) $value,
            default => throw new UnexpectedValueException("The column $column is not a number."),
        };
    }

    /** @param array<string, mixed> $row */
    public static function text(array $row, string $column): ?string
    {
        $value = $row[$column] ?? null;
        return match (true) {
            $value === null, is_string($value) => $value,
            is_int($value) => (string) $value,
            default => throw new UnexpectedValueException("The column $column is not a text."),
        };
    }

    private static function time(int $milliseconds): DateTimeImmutable
    {
        return new DateTimeImmutable('@' . sprintf('%d.%03d', intdiv($milliseconds, 1000), $milliseconds % 1000));
    }
}
