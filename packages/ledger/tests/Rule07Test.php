<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger\Tests;

use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\Ledger\Exception\Superseded;
use Cotp\Ledger\Internal\Clock;
use Cotp\Ledger\Internal\Database;
use Cotp\Ledger\Internal\Event;
use Cotp\Ledger\Internal\Inbox;
use Cotp\Ledger\Ledger;
use Cotp\Ledger\Resolution;
use Cotp\Ledger\Settings;
use Cotp\Ledger\Tests\lib\Engine;
use Cotp\Ledger\Tests\lib\FileService;
use Cotp\Ledger\Tests\lib\LedgerTestCase;
use Cotp\Ledger\Tests\lib\Process;
use Cotp\Ledger\Tests\lib\Wait;
use CotpCallback;
use CotpStatus;
use PDO;
use PDOException;
use PDOStatement;
use PHPUnit\Framework\Attributes\DataProvider;

/** Rule 7: several workers. The processes are real. */
final class Rule07Test extends LedgerTestCase
{
    private string $folder;
    private FileService $shared;

    private function withProcesses(string $database): void
    {
        $this->on($database);
        $this->folder = Engine::folder() . '/service-' . bin2hex(random_bytes(4));
        $this->shared = new FileService($this->folder);
    }

    private function sharedLedger(): Ledger
    {
        $account = $this->account();
        return $this->ledger(accounts: new \Cotp\Ledger\Account($this->shared, $account->verifier, $account->callbackUrl));
    }

    #[DataProvider('databases')]
    public function test_rule07_many_processes_on_one_key_send_once(string $database): void
    {
        $this->withProcesses($database);
        foreach (['ask', 'again'] as $task) {
            $processes = [];
            for ($i = 0; $i < 6; $i++) {
                $processes[] = new Process($task, $this->engine, $this->folder, wait: "go-$task");
            }
            Wait::until(fn (): bool => count(glob("$this->folder/ready-*") ?: []) === 6, 'all processes are ready');
            touch("$this->folder/go-$task");
            $results = array_map(static fn (Process $process): string => $process->awaitEnd(), $processes);
            array_map(unlink(...), glob("$this->folder/ready-*") ?: []);
            $sent = $this->shared->noted('sent');
            self::assertCount($task === 'ask' ? 1 : 2, $sent, implode("\n", $results));
            self::assertContains("result {$sent[count($sent) - 1]}", $results);
            foreach ($results as $result) {
                self::assertMatchesRegularExpression('~^result |^exception Cotp\\\\Ledger\\\\Exception\\\\(InProgress|AlreadyReplaced) ~', $result);
            }
        }
    }

    #[DataProvider('databases')]
    public function test_rule07_kill_between_reserve_and_record_never_sends_twice(string $database): void
    {
        $this->withProcesses($database);
        foreach (['before_send' => 0, 'after_send' => 1] as $point => $sent) {
            $key = "killed-$point";
            self::assertSame('', (new Process('ask', $this->engine, $this->folder, [$point => 'kill'], key: $key))->awaitEnd());
            self::thrown(InProgress::class, fn () => $this->sharedLedger()->ask($key, self::form()));
            $this->endLeases();
            self::thrown(OutcomeUnknown::class, fn () => $this->sharedLedger()->ask($key, self::form()));
            $this->sharedLedger()->work();
            self::thrown(OutcomeUnknown::class, fn () => $this->sharedLedger()->ask($key, self::form()));
            self::assertCount($sent, $this->shared->noted('sent'));
        }
        $ask = $this->sharedLedger()->find('killed-after_send') ?? self::fail('no row');
        $id = $this->shared->noted('sent')[0];
        $this->sharedLedger()->receive($this->event($ask, $id, CotpStatus::MessageQueued));
        $this->sharedLedger()->work();
        self::assertSame($id, $this->sharedLedger()->ask('killed-after_send', self::form())->requestId);
        self::assertCount(1, $this->shared->noted('sent'));
    }

    #[DataProvider('databases')]
    public function test_rule07_late_process_cannot_overwrite_its_successor(string $database): void
    {
        $this->withProcesses($database);
        $late = new Process('ask', $this->engine, $this->folder, ['before_send' => 'go']);
        Wait::until(fn (): bool => file_exists("$this->folder/reached-before_send"), 'the process is about to send');
        $this->endLeases();
        // A person errs: the message of the late process is still to come.
        self::assertSame(AskState::NotSent, $this->sharedLedger()->resolve(self::KEY, Resolution::NotSent, 'Ada')->state);
        $successor = $this->sharedLedger()->ask(self::KEY, self::form());
        touch("$this->folder/go");
        self::assertStringContainsString(Superseded::class, $late->awaitEnd());
        $found = $this->sharedLedger()->find(self::KEY);
        self::assertSame([$successor->requestId, AskState::Sent], [$found?->requestId, $found?->state]);
    }

    #[DataProvider('databases')]
    public function test_rule07_late_process_without_a_successor_records_what_it_sent(string $database): void
    {
        $this->withProcesses($database);
        $late = new Process('ask', $this->engine, $this->folder, ['after_send' => 'go']);
        Wait::until(fn (): bool => file_exists("$this->folder/reached-after_send"), 'the process has sent');
        $this->endLeases();
        self::thrown(OutcomeUnknown::class, fn () => $this->sharedLedger()->ask(self::KEY, self::form()));
        $this->sharedLedger()->resolve(self::KEY, Resolution::NotSent, 'Ada');
        touch("$this->folder/go");
        self::assertStringStartsWith('result request-', $late->awaitEnd());
        self::assertFalse($this->sharedLedger()->ask(self::KEY, self::form())->isNew);
        self::assertCount(1, $this->shared->noted('sent'));
    }

    #[DataProvider('databases')]
    public function test_rule07_process_that_was_suspended_does_not_send(string $database): void
    {
        $this->on($database);
        $slow = new class ($this->engine->dsn) extends PDO {
            /** @param array<mixed> $options */
            public function prepare(string $query, array $options = []): PDOStatement|false
            {
                str_contains($query, 'q.reference = :reference') && usleep(600_000);      // between the reservation and the send
                return parent::prepare($query, $options);
            }
        };
        self::thrown(InProgress::class, fn () => $this->ledger(settings: new Settings(lease: 1), pdo: $slow)->ask(self::KEY, self::form()));
        self::assertSame([[], AskState::NotSent], [$this->service->sent, $this->ledger()->find(self::KEY)?->state]);
    }

    #[DataProvider('databases')]
    public function test_rule07_several_workers_process_each_callback_once(string $database): void
    {
        $this->withProcesses($database);
        for ($i = 0; $i < 24; $i++) {
            $ask = $this->sharedLedger()->ask("key-$i", self::form());
            $this->sharedLedger()->receive($this->event($ask, (string) $ask->requestId, CotpStatus::MessageQueued));
        }
        $this->sql('UPDATE cotp_ledger_question SET due_at = due_at * 2');      // no look-ups: the processes have a real clock
        $processes = [];
        for ($i = 0; $i < 3; $i++) {
            $processes[] = new Process('work', $this->engine, $this->folder, wait: 'go');
        }
        Wait::until(fn (): bool => count(glob("$this->folder/ready-*") ?: []) === 3, 'all processes are ready');
        touch("$this->folder/go");
        $worked = array_map(static fn (Process $process): int => (int) substr($process->awaitEnd(), strlen('result worked ')), $processes);
        $retrieved = $this->shared->noted('retrieved');
        self::assertSame([24, 24, 24], [array_sum($worked), count($retrieved), count(array_unique($retrieved))]);
        self::assertSame('24', $this->value("SELECT count(*) FROM cotp_ledger_inbox WHERE state = 'done' AND fence = 1"));
    }

    #[DataProvider('databases')]
    public function test_rule07_worker_killed_during_retrieve_loses_nothing(string $database): void
    {
        $this->withProcesses($database);
        $ask = $this->sharedLedger()->ask(self::KEY, self::form());
        $this->sharedLedger()->receive($this->event($ask, (string) $ask->requestId, CotpStatus::CardStored));
        file_put_contents("$this->folder/$ask->requestId.status", 'CardStored');
        self::assertSame('', (new Process('work', $this->engine, $this->folder, ['before_retrieve' => 'kill']))->awaitEnd());
        self::assertSame(0, $this->sharedLedger()->work()->callbacks, 'its lease is running');
        $this->endLeases();
        self::assertSame(1, $this->sharedLedger()->work()->callbacks);
        self::assertSame(AskState::Ended, $this->sharedLedger()->find(self::KEY)?->state);
    }

    #[DataProvider('databases')]
    public function test_rule07_policy_killed_at_each_point_sends_one_reminder_at_most(string $database): void
    {
        $this->withProcesses($database);
        foreach (['after_delete' => 2, 'before_send' => 1, 'after_send' => 2] as $point => $sent) {
            $this->engine->clear();
            @unlink("$this->folder/notes");
            self::assertStringStartsWith('result request-', (new Process('ask', $this->engine, $this->folder, reminder: 1))->awaitEnd());
            foreach ([[$point => 'kill'], [], []] as $at) {
                $this->sql('UPDATE cotp_ledger_question SET policy_at = 1 WHERE policy_at IS NOT NULL');
                $this->sql('UPDATE cotp_ledger_question SET asked_at = asked_at - 10000');
                $end = (new Process('work', $this->engine, $this->folder, $at, reminder: 1))->awaitEnd();
                self::assertSame($at === [] ? 'result worked 0' : '', $end, $point);
                $this->endLeases();
            }
            self::assertCount($sent, $this->shared->noted('sent'), $point);
            self::assertSame($point === 'after_delete' ? AskState::Sent : AskState::Unknown, $this->sharedLedger()->find(self::KEY)?->state, $point);
        }
    }

    #[DataProvider('databases')]
    public function test_rule07_cancel_stops_the_policy_of_another_process(string $database): void
    {
        $this->withProcesses($database);
        foreach (['before_retrieve', 'after_delete'] as $point) {
            $this->engine->clear();
            @unlink("$this->folder/notes");
            self::assertStringStartsWith('result request-', (new Process('ask', $this->engine, $this->folder, reminder: 1))->awaitEnd());
            $this->sql('UPDATE cotp_ledger_question SET policy_at = 1, asked_at = asked_at - 10000');
            $worker = new Process('work', $this->engine, $this->folder, [$point => "go-$point"], reminder: 1);
            Wait::until(fn (): bool => file_exists("$this->folder/reached-$point"), 'the policy acts');
            self::assertSame(Ending::Canceled, $this->sharedLedger()->cancel(self::KEY)->ending);
            touch("$this->folder/go-$point");
            self::assertSame('result worked 0', $worker->awaitEnd());
            self::assertCount(1, $this->shared->noted('sent'), $point);
        }
    }

    #[DataProvider('databases')]
    public function test_rule07_no_lock_is_kept_during_http(string $database): void
    {
        $this->on($database);
        $other = $this->engine->connect();
        $other->exec(match ($database) {
            'sqlite' => 'PRAGMA busy_timeout = 0',
            'pgsql' => "SET lock_timeout = '1ms'",
            default => 'SET innodb_lock_wait_timeout = 0',
        });
        $touch = static function () use ($other): null {
            self::assertSame(1, $other->exec('UPDATE cotp_ledger_question SET time_zone = coalesce(time_zone, \'\') || \'x\''));
            return null;
        };
        if ($database === 'mysql') {
            $touch = static function () use ($other): null {
                self::assertSame(1, $other->exec("UPDATE cotp_ledger_question SET time_zone = concat(coalesce(time_zone, ''), 'x')"));
                return null;
            };
        }
        $this->service->onSend[] = $touch;
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->service->onRetrieve = [$touch, $touch];
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
        $this->ledger()->work();
        $this->doubles->advance(1000);
        $this->ledger()->work();
        $this->service->onDelete[] = $touch;
        $this->ledger()->cancel(self::KEY);
        self::assertSame('xxxx', $this->value('SELECT time_zone FROM cotp_ledger_question'));
    }

    #[DataProvider('databases')]
    public function test_rule07_locked_rows_are_skipped(string $database): void
    {
        $this->on($database);
        if ($database === 'sqlite') {
            $this->expectNotToPerformAssertions();      // SQLite has one lock for all rows, which is taken at once and briefly
            return;
        }
        foreach (['key-1', 'key-2'] as $key) {
            $this->ledger()->ask($key, self::form());
        }
        $this->sql("UPDATE cotp_ledger_question SET due_at = CASE question_key WHEN 'key-1' THEN 1 ELSE 2 END");
        $other = $this->engine->connect();
        $id = $this->value("SELECT id FROM cotp_ledger_question WHERE question_key = 'key-1'");
        $other->exec('BEGIN');
        $other->exec("UPDATE cotp_ledger_question SET trouble = 'locked' WHERE id = $id");
        try {
            self::assertSame(1, $this->ledger()->work()->lookUps);
        } catch (PDOException $fault) {
            self::fail($fault->getMessage());
        } finally {
            $other->exec('ROLLBACK');
        }
        self::assertSame(['request-2'], $this->service->retrieved);
    }

    #[DataProvider('databases')]
    public function test_rule07_late_worker_cannot_end_the_claim_of_its_successor(string $database): void
    {
        $this->on($database);
        $ask = $this->ledger()->ask(self::KEY, self::form());
        $this->ledger()->receive($this->event($ask, 'request-1', CotpStatus::MessageQueued));
        $inbox = new Inbox(new Database($this->engine->shared), new Clock($this->doubles), new Settings(), 'owner', '0 + 1');
        [$late, $successor] = [$inbox->claim(), $inbox->claim()];
        self::assertInstanceOf(Event::class, $late);
        self::assertInstanceOf(Event::class, $successor);
        self::assertSame([1, 2], [$late->fence, $successor->fence]);
        self::assertFalse($inbox->finish($late, 'failed', 'late'));
        $inbox->postpone($late, 3600, 'late');
        self::assertSame('waiting', $this->value("SELECT state FROM cotp_ledger_inbox WHERE result = ''"));
        self::assertTrue($inbox->finish($successor, 'done'));
        self::assertFalse($inbox->finish($successor, 'done'));
    }

    #[DataProvider('databases')]
    public function test_rule07_late_look_up_changes_nothing_after_its_successor(string $database): void
    {
        $this->on($database);
        $this->ledger()->ask(self::KEY, self::form());
        $this->doubles->advance(600);
        $due = '';
        $this->service->onRetrieve[] = function () use (&$due): \CotpState {
            $this->endLeases();
            self::assertSame(1, $this->ledger()->work()->lookUps);
            $due = $this->value('SELECT due_at FROM cotp_ledger_question');
            return new \CotpState('request-1', CotpStatus::LinkExpired, 'LinkExpired');
        };
        $this->ledger()->work();
        self::assertSame([CotpStatus::MessageQueued, $due], [$this->ledger()->find(self::KEY)?->status, $this->value('SELECT due_at FROM cotp_ledger_question')]);
    }
}
