<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Queue\AskForCard;
use Cotp\Ledger\Tests\lib\Php;
use Cotp\Laravel\Tests\lib\Program;
use Cotp\Laravel\Tests\lib\Sandbox;
use Cotp\Laravel\Tests\lib\SiteFolder;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Tests\lib\Wait;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Illuminate\Support\Facades\DB;

/** From end to end: the real client, the sandbox, a guest, a web server of the site, and a worker with three tries. */
final class SandboxTest extends SiteTestCase
{
    private static ?Sandbox $sandbox = null;
    private Program $web;
    private Program $worker;

    public static function tearDownAfterClass(): void
    {
        self::$sandbox = null;
    }

    private function start(): void
    {
        self::$sandbox ??= new Sandbox(SiteFolder::temporary() . '/sandbox.log');
        self::$sandbox->reset();
        $this->boot(['COTP_BASE_URI' => self::$sandbox->url . '/api', 'COTP_API_KEY' => 'a-key', 'CACHE_STORE' => 'file']);
        $this->migrate();
        $this->createQueue();
        DB::statement('PRAGMA journal_mode = WAL');
        $this->web = new Program([...Php::command(), '-S', '127.0.0.1:0', '-t', __DIR__ . '/app/public'], "$this->folder/web.log");
        config(['app.url' => $this->web->url()]);
        $this->worker = new Program(
            [...Php::command(), __DIR__ . '/app/artisan', 'queue:work', '--tries=3', '--sleep=0.05'], "$this->folder/worker.log", ['APP_URL' => $this->web->url()],
        );
    }

    public function test_card_is_stored_after_the_callbacks(): void
    {
        $this->start();
        AskForCard::dispatch(self::KEY, self::form());
        AskForCard::dispatch(self::KEY, self::form());
        $this->awaitJobs();
        self::sandbox()->guestEntersCard();
        $this->awaitEnd();
        self::assertSame(1, self::sandbox()->processed('send'));
        self::assertSame([], $this->rows('failed_jobs'));
        self::assertNotSame([], $this->rows('cotp_ledger_inbox'), 'The callbacks have arrived at the web server.');
    }

    public function test_command_works_until_it_is_told_to_end(): void
    {
        $this->start();
        $work = new Program([...Php::command(), __DIR__ . '/app/artisan', 'cotp:work', '--seconds=600'], "$this->folder/work.log", [
            'APP_URL' => $this->web->url(), 'APP_ENV' => 'local',        // in tests, Laravel does not trap signals
            'COTP_ENVIRONMENT' => 'testing',
        ]);
        AskForCard::dispatch(self::KEY, self::form());
        $this->awaitJobs();
        self::sandbox()->guestEntersCard();
        Wait::until(fn (): bool => Cotp::account()->find(self::KEY)?->ending === Ending::CardStored, 'the command processes the callbacks');
        $work->signal(SIGTERM);
        Wait::until(static fn (): bool => !$work->isRunning(), 'the command ends');
        self::assertMatchesRegularExpression('~\A[1-9]\d* callbacks, \d+ look-ups, ~', $work->output());
    }

    public function test_lost_response_is_found_by_the_callback_although_the_worker_has_three_tries(): void
    {
        $this->start();
        self::sandbox()->fault(['kind' => 'drop_after', 'operation' => 'send']);
        AskForCard::dispatch(self::KEY, self::form());
        $this->awaitJobs();
        Wait::until(fn (): bool => $this->rows('failed_jobs') !== [], 'the job has failed');
        self::assertSame(1, self::sandbox()->processed('send'));
        Wait::until(function (): bool {
            Cotp::ledger()->work();
            return Cotp::account()->find(self::KEY)?->state === AskState::Sent;
        }, 'the callback shows the request id');
        self::sandbox()->guestEntersCard();
        $this->awaitEnd();
        self::assertSame(1, self::sandbox()->processed('send'));
    }

    public function test_refused_message_is_sent_when_the_service_permits(): void
    {
        $this->start();
        self::sandbox()->fault(['kind' => 'status', 'status' => 429, 'retry_after' => 30, 'operation' => 'send']);
        AskForCard::dispatch(self::KEY, self::form());
        $job = Wait::until(fn (): ?\stdClass => array_values(array_filter($this->rows('jobs'), static fn (\stdClass $job): bool => $job->attempts === 1 && $job->reserved_at === null))[0] ?? null, 'the job is released');
        self::assertGreaterThan(time() + 10, $job->available_at);
        self::assertSame(0, self::sandbox()->processed('send'));
        DB::table('jobs')->update(['available_at' => 0]);
        $this->awaitJobs();
        self::assertSame(1, self::sandbox()->processed('send'));
        self::assertSame([], $this->rows('failed_jobs'));
    }

    private static function sandbox(): Sandbox
    {
        return self::$sandbox ?? self::fail('The sandbox is not running.');
    }

    private function awaitJobs(): void
    {
        Wait::until(fn (): bool => $this->rows('jobs') === [] || ($this->worker->isRunning() ? false : self::fail($this->worker->output())), 'the worker has run all jobs');
    }

    private function awaitEnd(): void
    {
        Wait::until(function (): bool {
            Cotp::ledger()->work();
            return Cotp::account()->find(self::KEY)?->ending === Ending::CardStored;
        }, 'the question ends with a stored card');
    }
}
