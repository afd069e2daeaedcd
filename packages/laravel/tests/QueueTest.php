<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests;

use Cotp\Laravel\Facades\Cotp;
use Cotp\Laravel\Queue\AskForCard;
use Cotp\Laravel\Queue\OutcomeMiddleware;
use Cotp\Laravel\Queue\UnencryptedForm;
use Cotp\Laravel\Testing\CotpFake;
use Cotp\Laravel\Tests\lib\PlainJob;
use Cotp\Laravel\Tests\lib\QueuedListener;
use Cotp\Laravel\Tests\lib\SiteTestCase;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Event\CardStored;
use Cotp\Ledger\Event\StatusChanged;
use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\OutcomeUnknown;
use CotpAuthenticationException;
use CotpException;
use CotpForm;
use CotpOutcome;
use CotpOutcomeUnknownException;
use CotpRateLimitException;
use CotpServerException;
use CotpState;
use CotpStatus;
use CotpTransportException;
use Illuminate\Contracts\Encryption\Encrypter;
use Illuminate\Queue\Events\JobExceptionOccurred;
use Illuminate\Support\Facades\Artisan;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Event;
use PHPUnit\Framework\Attributes\DataProvider;
use RuntimeException;
use Throwable;

final class QueueTest extends SiteTestCase
{
    private CotpFake $cotp;

    /** @param array<string, string> $environment */
    private function start(array $environment = []): void
    {
        $this->boot($environment);
        $this->createQueue();
        $this->cotp = Cotp::fake();
    }

    public function test_job_that_is_queued_twice_sends_once(): void
    {
        $this->start();
        AskForCard::dispatch(self::KEY, self::form());
        AskForCard::dispatch(self::KEY, self::form());
        $this->runWorker();
        $this->cotp->assertSentOnceTo('guest@example.com');
        self::assertSame([[], []], [$this->rows('jobs'), $this->rows('failed_jobs')]);
    }

    public function test_unknown_outcome_fails_the_job_at_once(): void
    {
        $this->start();
        $this->cotp->loseNextResponse();
        AskForCard::dispatch(self::KEY, self::form());
        $attempts = 0;
        Event::listen(JobExceptionOccurred::class, static function () use (&$attempts): void {
            $attempts++;
        });
        $this->runWorker();
        self::assertSame(1, $attempts);
        self::assertStringStartsWith(CotpOutcomeUnknownException::class, $this->failure());
        $this->cotp->assertSentCount(1);

        Artisan::call('queue:retry', ['id' => ['all']]);           // a person errs, but the ledger remembers
        $this->runWorker();
        self::assertStringStartsWith(OutcomeUnknown::class, $this->failure());
        $this->cotp->assertSentCount(1);
    }

    /** @return array<string, array{CotpException}> */
    public static function final(): array
    {
        return [
            'authentication' => [new CotpAuthenticationException('the service responded with HTTP 401', httpStatus: 401)],
            'unknown, although retryable' => [new CotpTransportException('lost', CotpOutcome::Unknown, retryable: true)],
            'unknown send' => [new CotpOutcomeUnknownException('lost', retryable: true)],
        ];
    }

    #[DataProvider('final')]
    public function test_outcome_that_no_retry_can_change_fails_the_job_at_once(CotpException $fault): void
    {
        $this->start();
        $this->cotp->client()->failNextSend($fault);
        AskForCard::dispatch(self::KEY, self::form());
        $this->runWorker();
        self::assertStringStartsWith($fault::class, $this->failure());
        self::assertSame([], $this->rows('jobs'));
    }

    public function test_retry_after_releases_the_job_for_so_long(): void
    {
        $this->start();
        $this->cotp->client()->failNextSend(new CotpRateLimitException('wait', httpStatus: 429, retryable: true, retryAfter: 299.2));
        AskForCard::dispatch(self::KEY, self::form());
        $before = time();
        $this->runWorker();
        $job = $this->rows('jobs')[0];
        self::assertSame([1, null], [$job->attempts, $job->reserved_at]);
        self::assertEqualsWithDelta($before + 300, $job->available_at, 60);
        self::assertGreaterThanOrEqual($before + 300, $job->available_at);
        DB::table('jobs')->update(['available_at' => 0]);
        $this->runWorker();
        $this->cotp->assertSentCount(1);
        self::assertSame([[], []], [$this->rows('jobs'), $this->rows('failed_jobs')]);
    }

    public function test_fault_without_retry_after_is_retried_after_the_backoff_of_the_job(): void
    {
        $this->start();
        $this->cotp->client()->failNextSend(new CotpServerException('busy', CotpOutcome::NotSent, 503, retryable: true));
        AskForCard::dispatch(self::KEY, self::form());
        $before = time();
        $this->runWorker();
        self::assertEqualsWithDelta($before + 5, $this->rows('jobs')[0]->available_at ?? 0, 4);
        DB::table('jobs')->update(['available_at' => 0]);
        $this->runWorker();
        $this->cotp->assertSentCount(1);
    }

    public function test_job_that_never_succeeds_ends_in_failed_jobs_with_its_own_exception(): void
    {
        $this->start();
        AskForCard::dispatch(self::KEY, self::form());
        for ($attempt = 1; $attempt <= 3; $attempt++) {
            $this->cotp->client()->failNextSend(new CotpTransportException('the service could not be reached', retryable: true));
            $this->runWorker();
            DB::table('jobs')->update(['available_at' => 0]);
        }
        self::assertStringStartsWith(CotpTransportException::class, $this->failure());
        $this->cotp->assertNothingSent();
    }

    public function test_job_that_finds_another_process_sending_is_released(): void
    {
        $job = (new AskForCard(self::KEY, self::form()))->withFakeQueueInteractions();
        $this->start();
        (new OutcomeMiddleware(17))->handle($job, static fn () => throw new InProgress('another process'));
        $job->assertReleased(17);
        config(['cotp.ledger.settings' => ['lease' => '21']]);
        $job = (new AskForCard(self::KEY, self::form()))->withFakeQueueInteractions();
        (new OutcomeMiddleware())->handle($job, static fn () => throw new InProgress('another process'));
        $job->assertReleased(21);
    }

    public function test_middleware_fails_and_passes_on(): void
    {
        $this->start();
        $job = (new AskForCard(self::KEY, self::form()))->withFakeQueueInteractions();
        self::thrown(OutcomeUnknown::class, fn () => (new OutcomeMiddleware())->handle($job, static fn () => throw new OutcomeUnknown('unknown')));
        $job->assertFailed();
        self::assertSame('result', (new OutcomeMiddleware())->handle($job, static fn (): string => 'result'));
    }

    public function test_last_attempt_fails_with_its_own_exception_instead_of_being_released(): void
    {
        $this->start();
        $job = (new PlainJob(null, 'wait'))->through([new OutcomeMiddleware()]);
        $job->tries = 2;
        dispatch($job);
        for ($attempt = 1; $attempt <= 2; $attempt++) {
            $this->runWorker();
            DB::table('jobs')->update(['available_at' => 0]);
        }
        self::assertSame([], $this->rows('jobs'));
        self::assertStringStartsWith(CotpRateLimitException::class, $this->failure());
    }

    public function test_sync_connection_reports_every_fault_to_the_caller(): void
    {
        $this->start(['QUEUE_CONNECTION' => 'sync']);
        $this->cotp->client()->failNextSend(new CotpRateLimitException('wait', httpStatus: 429, retryable: true, retryAfter: 1.0));
        self::thrown(CotpRateLimitException::class, fn () => AskForCard::dispatch(self::KEY, self::form()));
    }

    public function test_job_without_the_middleware_is_not_retried_after_an_unknown_outcome(): void
    {
        $this->start();
        PlainJob::dispatch(null, 'fail');
        $this->runWorker();
        self::assertSame(1, PlainJob::$runs);
        self::assertStringStartsWith(CotpOutcomeUnknownException::class, $this->failure());
    }

    public function test_unknown_outcome_that_the_site_wrapped_is_not_retried(): void
    {
        $this->start();
        foreach ([new PlainJob(null, 'wrap'), (new PlainJob(null, 'wrap'))->through([new OutcomeMiddleware()])] as $job) {
            DB::table('failed_jobs')->delete();
            PlainJob::$runs = 0;
            dispatch($job);
            $this->runWorker();
            self::assertSame(1, PlainJob::$runs);
            self::assertStringContainsString('RuntimeException: the site could not ask', $this->failure());
        }
        $job = (new AskForCard(self::KEY, self::form()))->withFakeQueueInteractions();
        $fault = new RuntimeException('wrapped', previous: new OutcomeUnknown('unknown'));
        self::assertSame($fault, self::thrown(RuntimeException::class, fn () => (new OutcomeMiddleware())->handle($job, static fn () => throw $fault)));
        $job->assertFailed();
    }

    public function test_job_without_a_limit_of_tries_waits_as_long_as_the_service_asks(): void
    {
        $this->start();
        $job = (new PlainJob(null, 'wait'))->through([new OutcomeMiddleware()]);
        $job->tries = 0;
        $before = time();
        dispatch($job);
        $this->runWorker();
        self::assertGreaterThanOrEqual($before + 60, $this->rows('jobs')[0]->available_at ?? 0);
    }

    public function test_form_that_no_longer_passes_its_checks_fails_once(): void
    {
        $this->start();
        AskForCard::dispatch(self::KEY, self::form());
        $this->changeCommand(static fn (string $command): string => str_replace('s:17:"guest@example.com"', 's:17:"guest at example "', $command));
        $attempts = [];
        Event::listen(JobExceptionOccurred::class, static function (JobExceptionOccurred $event) use (&$attempts): void {
            $attempts[] = $event->exception->getMessage();
        });
        $this->runWorker();
        self::assertCount(1, $attempts);
        self::assertStringContainsString('$email must not contain spaces', $attempts[0]);
        self::assertStringStartsWith('ValueError', $this->failure());
        self::assertStringNotContainsString('guest at', $this->failure());
        self::assertSame([], $this->rows('jobs'));
        $this->cotp->assertNothingSent();
    }

    public function test_queue_shows_nothing_of_the_guest(): void
    {
        $this->start();
        AskForCard::dispatch(self::KEY, self::form(), fallbackEmail: 'other@example.com');
        $payload = json_encode($this->rows('jobs'), JSON_THROW_ON_ERROR);
        self::assertStringContainsString('AskForCard', $payload);
        foreach (['example.com', 'CotpForm', self::KEY] as $secret) {
            self::assertStringNotContainsString($secret, $payload);
        }
    }

    public function test_card_is_not_queued_for_a_listener(): void
    {
        $this->start();
        Event::listen(StatusChanged::class, QueuedListener::class);
        Event::listen(CardStored::class, QueuedListener::class);
        Cotp::ask(self::KEY, self::formFor());
        $card = $this->cotp->guestEntersCard();
        $this->cotp->deliver();
        $payloads = array_column($this->rows('jobs'), 'payload');
        self::assertNotSame([], $payloads, 'Other events are queued.');
        self::assertSame([], preg_grep('~CardStored";|' . preg_quote(basename($card), '~') . '~', $payloads));
        self::assertSame(Ending::CardStored, Cotp::account()->find(self::KEY)?->ending);
    }

    public function test_unencrypted_job_with_a_form_or_a_state_is_not_queued(): void
    {
        $this->start();
        $state = new CotpState('request-1', CotpStatus::CardStored, 'CardStored', 'https://vault.example/card');
        foreach ([self::form(), ['nested' => [$state]]] as $value) {
            $fault = self::thrown(UnencryptedForm::class, fn () => PlainJob::dispatch($value));
            self::assertStringContainsString('must implement Illuminate\Contracts\Queue\ShouldBeEncrypted', $fault->getMessage());
        }
        PlainJob::dispatch('the class O:8:"CotpForms" is another');
        self::assertCount(1, $this->rows('jobs'));
        $form = self::form();
        self::thrown(Throwable::class, fn () => dispatch(static fn (): CotpForm => $form));   // Laravel cannot serialize that of the polyfill
        self::assertCount(1, $this->rows('jobs'));
    }

    private function failure(): string
    {
        $failed = $this->rows('failed_jobs');
        self::assertCount(1, $failed);
        $exception = $failed[0]->exception;
        return is_string($exception) ? $exception : '';
    }

    /** @param \Closure(string): string $change */
    private function changeCommand(\Closure $change): void
    {
        $encrypter = $this->app->make(Encrypter::class);
        $json = $this->rows('jobs')[0]->payload;
        $payload = json_decode(is_string($json) ? $json : '', true);
        self::assertIsArray($payload);
        self::assertIsArray($payload['data']);
        self::assertIsString($payload['data']['command']);
        $command = $encrypter->decrypt($payload['data']['command']);
        self::assertIsString($command);
        $changed = $change($command);
        self::assertNotSame($command, $changed);
        $payload['data']['command'] = $encrypter->encrypt($changed);
        DB::table('jobs')->update(['payload' => json_encode($payload, JSON_THROW_ON_ERROR)]);
    }
}
