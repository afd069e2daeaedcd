<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use Closure;
use Cotp\Ledger\Exception\AlreadyReplaced;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\LedgerException;
use Cotp\Ledger\Exception\NotDurable;
use Cotp\Ledger\Exception\NotUnknown;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Exception\SchemaMismatch;
use Cotp\Ledger\Exception\TransactionOpen;
use Cotp\Ledger\Exception\UnknownKey;
use Cotp\Ledger\Internal\Asker;
use Cotp\Ledger\Internal\Clock;
use Cotp\Ledger\Internal\Database;
use Cotp\Ledger\Internal\Digests;
use Cotp\Ledger\Internal\Inbox;
use Cotp\Ledger\Internal\Keeper;
use Cotp\Ledger\Internal\Looker;
use Cotp\Ledger\Internal\Notifier;
use Cotp\Ledger\Internal\PolicyWorker;
use Cotp\Ledger\Internal\Question;
use Cotp\Ledger\Internal\Questions;
use Cotp\Ledger\Internal\Row;
use Cotp\Ledger\Internal\Throttle;
use CotpCallback;
use CotpException;
use CotpForm;
use DateTimeImmutable;
use DateTimeInterface;
use DateTimeZone;
use InvalidArgumentException;
use PDO;
use Psr\Clock\ClockInterface;
use Psr\EventDispatcher\EventDispatcherInterface;
use Psr\Log\LoggerInterface;
use SensitiveParameter;
use Throwable;
use ValueError;

/**
 * Sends at most one message for each question, however often a job is retried, a user clicks or a process dies.
 *
 * A question has a key of yours, such as "booking-4711/card". The key ends up in logs, so it must not contain personal
 * data. The ledger needs a database connection of its own: see the README.
 */
final readonly class Ledger
{
    private Database $database;
    private Questions $questions;
    private Asker $asker;
    private Inbox $inbox;
    private Looker $looker;
    private PolicyWorker $policyWorker;
    private Notifier $notifier;
    private Throttle $throttle;
    private Keeper $keeper;
    private Settings $settings;
    private Policies $policies;

    /**
     * Creates a ledger. Nothing is read or sent.
     *
     * @param PDO $pdo a connection that the ledger does not share with the transactions of the site
     * @param AccountProvider $accounts an Account, or Accounts for a site with several
     * @param string|array<string, string> $secret at least 32 random bytes for the digests, or several secrets by id:
     *     the first creates digests, all compare them
     * @param ClockInterface|null $clock all times but those of leases
     * @param FormVault|null $vault encrypts the forms that $policies need
     * @throws ValueError when an argument is invalid
     * @throws Exception\WrongConnection when $pdo has settings or a driver that the ledger cannot use
     */
    public function __construct(
        PDO $pdo,
        private AccountProvider $accounts,
        #[SensitiveParameter] string|array $secret,
        ?ClockInterface $clock = null,
        ?EventDispatcherInterface $events = null,
        ?LoggerInterface $logger = null,
        ?Settings $settings = null,
        ?Policies $policies = null,
        ?FormVault $vault = null,
    ) {
        $this->settings = $settings ?? new Settings();
        $this->policies = $policies ?? new Policies();
        if ($vault === null && $this->policies->needForm()) {
            throw new ValueError('Ledger: $vault must be given, because the policies need the form again');
        }
        $this->database = new Database($pdo);
        $times = new Clock($clock);
        $digests = new Digests($secret);
        $this->questions = new Questions($this->database, $times, $this->settings, $this->policies, $digests, $vault);
        $this->notifier = new Notifier($this->questions, $this->policies, $events, $logger, $vault);
        $this->asker = new Asker($this->questions, $this->notifier, $digests, $this->settings);
        $this->inbox = new Inbox($this->database, $times, $this->settings, $this->questions->owner, $this->questions->leaseEnd());
        $this->looker = new Looker($this->questions, $this->inbox, $this->notifier, $digests, $accounts);
        $this->policyWorker = new PolicyWorker($this->questions, $this->asker, $this->looker, $this->notifier, $this->policies, $times, $vault);
        $this->throttle = new Throttle($this->database, $this->settings);
        $this->keeper = new Keeper($this->database, $this->questions, $times);
    }

    /**
     * Checks the tables and the durability of the database, as every method does. Call it at the start of the site.
     *
     * @throws SchemaMismatch when the tables are missing or have a different version
     * @throws NotDurable when the database may forget commits
     */
    public function check(): void
    {
        Schema::check($this->database, $this->settings->checkDurability);
    }

    /**
     * Sends the link to the guest, unless the question was asked before; then it returns what is known, or throws.
     *
     * @param string $key identifies the question within the account: 1 to 191 visible ASCII characters
     * @param Closure(string): CotpForm $form receives the callback URL, and returns the form that contains it. It is
     *     called for every ask(), also if nothing is sent
     * @param string|null $timeZone the guest's time zone, for the quiet hours of policies
     * @param string|null $fallbackEmail the guest's address, for the policy that replaces a failed SMS
     * @return Ask the attempt; $isNew says whether this call sent the message
     * @throws InProgress when another process is sending the question
     * @throws OutcomeUnknown when an earlier message may have been sent
     * @throws Exception\FormDiffers when the question was asked with a different form
     * @throws TransactionOpen when the connection has an open transaction
     * @throws LedgerException when the ledger refuses for another reason; nothing was sent, except for NotRecorded and
     *     Superseded
     * @throws CotpException when the service could not be reached or refused; $outcome says whether it was sent
     */
    public function ask(
        string $key,
        #[SensitiveParameter] Closure $form,
        string $account = 'default',
        ?string $timeZone = null,
        #[SensitiveParameter] ?string $fallbackEmail = null,
    ): Ask {
        $this->checkForSend($key, $timeZone);
        return $this->asker->ask(new Question($this->accounts->account($account), $key, $form, $timeZone, $fallbackEmail, $this->begin()));
    }

    /**
     * Sends a new link, which replaces that of the newest attempt: because the guest lost it, or because the question
     * has ended without a card. The old link is deleted first.
     *
     * @param int $replaces Ask::$attempt of the attempt that the caller has seen. If it is not the newest, nothing is
     *     sent, so a job that is retried sends once. If the newest attempt was not sent, pass its Ask::$attempt - 1 (0 for
     *     the first) to send it with a different form
     * @param Closure(string): CotpForm $form as for ask(); the form may be different
     * @param bool $evenIfCardStored whether to ask although the question has ended with a stored card, for example because
     *     the card was declined
     * @throws Exception\AlreadyReplaced when $replaces is not the newest attempt
     * @throws Exception\OldLinkOpen when the old link could not be deleted
     * @throws Exception\CardAlreadyStored when the guest has stored a card and $evenIfCardStored is false, or has stored it
     *     just now, so that the caller cannot have known
     * @throws LedgerException when the ledger refuses for another reason, as for ask()
     * @throws CotpException as for ask()
     */
    public function askAgain(
        string $key,
        int $replaces,
        #[SensitiveParameter] Closure $form,
        string $account = 'default',
        ?string $timeZone = null,
        #[SensitiveParameter] ?string $fallbackEmail = null,
        bool $evenIfCardStored = false,
    ): Ask {
        $this->checkForSend($key, $timeZone);
        $question = new Question($this->accounts->account($account), $key, $form, $timeZone, $fallbackEmail, $this->begin());
        return $this->asker->again($question, $replaces, 'again', $evenIfCardStored);
    }

    /**
     * Deletes the link of the newest attempt, and stops the policies of the question. They stay stopped if the link could
     * not be deleted; the next askAgain() starts them again.
     *
     * @param DateTimeImmutable|null $askedAt Ask::$askedAt of the send that the person has seen. Without it, a late click on an
     *     old page cancels a newer link
     * @throws AlreadyReplaced when the newest send is not that of $askedAt; nothing was canceled
     * @throws InProgress when a message is being sent, also by a policy that had begun to send: cancel again
     * @throws Exception\CardAlreadyStored when the guest has just stored a card
     * @throws LedgerException when the link could not be deleted, or may have been sent without a known id
     */
    public function cancel(string $key, string $account = 'default', ?DateTimeImmutable $askedAt = null): Ask
    {
        $this->begin();
        $this->rowToCancel($key, $account, $askedAt);
        $this->questions->stopPolicies($this->accounts->account($account)->id(), $key, $askedAt);
        $row = $this->rowToCancel($key, $account, $askedAt);        // a policy or another person may have sent meanwhile
        $this->asker->closeLink($row, $this->accounts->account($account));
        return $this->row($key, $account)->toAsk();
    }

    /**
     * Stores a verified callback. Call it in the controller, before it responds with 2xx. Nothing is sent to the service:
     * work() does that.
     *
     * @param CotpCallback $event the result of CotpCallbackVerifier::verify(), with the verifier of this account
     * @return bool whether the callback was stored now or before. False if no ledger can have made its reference, because
     *     the site also signs callback URLs by itself. work() ignores a callback whose question does not exist
     * @throws Exception\InboxFull when too many callbacks of one question wait to be processed: respond with 503
     * @throws TransactionOpen when the connection has an open transaction
     */
    public function receive(CotpCallback $event, string $account = 'default'): bool
    {
        $this->begin();
        if ($event->reference === '') {
            throw new ValueError('Ledger::receive(): Argument #1 ($event) must be a verified callback');
        }
        if (preg_match('~\A[0-9a-f]{32}\z~', $event->reference) !== 1) {
            return false;
        }
        $this->inbox->store($this->accounts->account($account)->id(), $event);
        return true;
    }

    /**
     * Processes what is due: reservations of dead processes, callbacks, look-ups, policies. Call it from cron or in a
     * loop, in as many processes as you like. It may be killed at any time.
     *
     * @param int $limit the greatest number of operations
     * @param float $seconds no operation begins after so many seconds
     */
    public function work(int $limit = 100, float $seconds = 20.0): WorkReport
    {
        $epoch = $this->begin();
        $end = hrtime(true) + (int) ($seconds * 1e9);
        $counts = ['givenUp' => $this->giveUp(), 'callbacks' => 0, 'lookUps' => 0, 'policies' => 0, 'failures' => 0];
        for ($n = 0; $n < $limit && hrtime(true) < $end; $n++) {
            if (!$this->workOne($counts, $epoch)) {
                return new WorkReport(...$counts, isFinished: true);
            }
        }
        return new WorkReport(...$counts, isFinished: false);
    }

    /**
     * @param array{givenUp: int, callbacks: int, lookUps: int, policies: int, failures: int} $counts
     * @return bool whether something was due
     */
    private function workOne(array &$counts, int $epoch): bool
    {
        $event = $this->inbox->claim();
        if ($event !== null) {
            $isFree = $this->throttle->wait();
            $isFree ? $counts[$this->looker->process($event) ? 'callbacks' : 'failures']++ : $this->inbox->postpone($event, 1, '');
            return $isFree;
        }
        $due = $this->questions->claim('due_at');
        $row = $due ?? $this->questions->claim('policy_at');
        if ($row === null) {
            return false;
        }
        if (!$this->throttle->wait()) {     // the other workers use up the limit
            $this->questions->releaseClaim($row);
            return false;
        }
        if ($due !== null) {
            $counts[$this->looker->lookUp($row) ? 'lookUps' : 'failures']++;
        } else {
            $hasActed = $this->policyWorker->act($row, $epoch);
            $hasActed === null ? $counts['failures']++ : $counts['policies'] += (int) $hasActed;
        }
        return true;
    }

    private function giveUp(): int
    {
        $count = 0;
        foreach ($this->questions->all("q.state = 'reserved' AND q.lease_until <= {$this->database->dialect->now()} ORDER BY q.lease_until LIMIT 100", []) as $row) {
            if ($this->questions->giveUp($row)) {
                $this->notifier->unknown(($this->questions->byId($row->id) ?? $row)->toAsk());
                $count++;
            }
        }
        return $count;
    }

    /**
     * Returns the newest attempt at a question, or null if it was never asked.
     *
     * @phpstan-impure
     */
    public function find(string $key, string $account = 'default'): ?Ask
    {
        return $this->findMany([$key], $account)[$key] ?? null;
    }

    /**
     * Returns the newest attempts at many questions, for a list that shows them: find() for each would be as many queries.
     *
     * @phpstan-impure
     * @param array<string> $keys
     * @return array<Ask> by the key of the question; one that was never asked is missing
     */
    public function findMany(array $keys, string $account = 'default'): array
    {
        $this->begin();
        return array_map(static fn (Row $row): Ask => $row->toAsk(), $this->questions->newestOf($this->accounts->account($account)->id(), $keys));
    }

    /**
     * Returns the attempts whose outcome is unknown, oldest first. Show them to a person.
     *
     * @phpstan-impure
     * @return list<Ask>
     */
    public function unknown(string $account = 'default', int $limit = 100): array
    {
        $this->begin();
        return array_map(static fn (Row $row): Ask => $row->toAsk(), $this->questions->all(
            "q.account = :account AND (q.state = 'unknown' OR (q.state = 'reserved' AND q.lease_until <= {$this->database->dialect->now()}))"
            . " ORDER BY q.id LIMIT $limit",
            ['account' => $this->accounts->account($account)->id()],
        ));
    }

    /**
     * Counts the questions of an account, for a monitor.
     *
     * @phpstan-impure
     */
    public function figures(string $account = 'default'): Figures
    {
        $this->begin();
        return $this->keeper->figures($this->accounts->account($account)->id());
    }

    /**
     * Records what a person found out about an attempt whose outcome is unknown.
     *
     * @param string $by the person, for the history
     * @param string|null $requestId the request id, if the person knows it
     * @param DateTimeImmutable|null $askedAt Ask::$askedAt of the send that the person has seen. Without it, a late click on an
     *     old page decides about a newer send
     * @throws AlreadyReplaced when the newest send is not that of $askedAt
     * @throws NotUnknown when the outcome of the newest attempt is not unknown
     * @throws ValueError when an argument is invalid, or $requestId is that of a different question
     */
    public function resolve(
        string $key,
        Resolution $resolution,
        string $by,
        string $account = 'default',
        ?string $requestId = null,
        ?DateTimeImmutable $askedAt = null,
    ): Ask {
        $this->begin();
        if ($by === '' || ($requestId !== null && ($resolution === Resolution::NotSent || preg_match('~\A[\x21-\x7e]{1,128}\z~', $requestId) !== 1))) {
            throw new ValueError('Ledger::resolve(): $by must not be empty, and $requestId must be a request id, given only with Resolution::Sent');
        }
        $row = $this->row($key, $account);
        $this->questions->giveUp($row);
        $isResolved = $this->keeper->resolve($row, $resolution, $by, $requestId, $askedAt);
        $ask = $this->row($key, $account)->toAsk();
        return match (true) {
            $isResolved => $ask,
            $askedAt !== null && !Keeper::isSame($askedAt, $ask->askedAt) => throw self::replaced($ask, $askedAt, 'resolved'),
            default => throw new NotUnknown("The outcome of \"$key\" is not unknown, so there is nothing to resolve.", $ask),
        };
    }

    /**
     * Removes what is personal: digests, the encrypted form and the callbacks. The key stays, so that the question is
     * not asked again by mistake.
     *
     * @throws InProgress when a message is being sent
     */
    public function forget(string $key, string $account = 'default'): ForgetReport
    {
        $this->begin();
        return $this->keeper->forget($this->accounts->account($account)->id(), $key);
    }

    /**
     * Moves ended questions to the archive, and deletes processed callbacks. The keys stay known for ever.
     *
     * @param DateTimeInterface $before what ended earlier is archived: at least a day ago, and longer ago than
     *     Policies::$recipientWindow and the lifetime of callback URLs
     * @return int how many attempts were archived: 0 if nothing is left
     * @throws ValueError when $before is later
     */
    public function archive(DateTimeInterface $before, int $limit = 1000): int
    {
        $this->begin();
        return $this->keeper->archive($before, $limit, max(86_400, $this->policies->recipientWindow));
    }

    /**
     * Raises the epoch. Call it after the database was restored or failed over to a server that may have missed commits:
     * until a person calls release(), nothing is sent for keys without a newer row.
     *
     * @return int the new epoch
     */
    public function raiseEpoch(string $by): int
    {
        $this->begin();
        return $this->keeper->raiseEpoch($by);
    }

    /**
     * Permits to send for a key again after raiseEpoch().
     *
     * @param string|null $key null: all keys of the account
     */
    public function release(?string $key, string $by, string $account = 'default'): void
    {
        $this->keeper->release($this->accounts->account($account)->id(), $key ?? '*', $this->begin(), $by);
    }

    /** Makes sure that no transaction is open and that the tables fit. Returns the epoch. */
    private function begin(): int
    {
        $this->database->refuseOpenTransaction();
        return Schema::check($this->database, $this->settings->checkDurability);
    }

    private function row(string $key, string $account): Row
    {
        return $this->questions->newest($this->accounts->account($account)->id(), $key) ?? throw new UnknownKey("The question \"$key\" does not exist.");
    }

    private function rowToCancel(string $key, string $account, ?DateTimeImmutable $askedAt): Row
    {
        $row = $this->row($key, $account);
        $ask = $row->toAsk();
        return $askedAt === null || Keeper::isSame($askedAt, $ask->askedAt) ? $row : throw self::replaced($ask, $askedAt, 'canceled');
    }

    private static function replaced(Ask $newest, DateTimeImmutable $seen, string $done): AlreadyReplaced
    {
        [$before, $after] = [$seen->format('Y-m-d\TH:i:s.vp'), $newest->askedAt->format('Y-m-d\TH:i:s.vp')];
        return new AlreadyReplaced("\"$newest->key\" was sent again after $before, at $after. Nothing was $done.", $newest);
    }

    private function checkForSend(string $key, ?string $timeZone): void
    {
        if (preg_match('~\A[\x21-\x7e]{1,191}\z~', $key) !== 1 || $key === '*') {
            throw new ValueError('Ledger: $key must contain 1 to 191 visible ASCII characters, and must not be "*"');
        }
        try {
            $timeZone === null || new DateTimeZone($timeZone);
        } catch (Throwable) {
            throw new ValueError('Ledger: $timeZone must be the name of a time zone, such as "Europe/Rome"');
        }
    }
}
