<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\Exception\InProgress;
use Cotp\Ledger\Exception\OutcomeUnknown;
use Cotp\SymfonyBundle\Messenger\AskForCard as BundleMessage;
use Cotp\SymfonyBundle\Messenger\OutcomeMiddleware;
use Cotp\SymfonyBundle\Messenger\UnreadableMessage;
use Cotp\SymfonyBundle\Tests\lib\AskForCard;
use Cotp\SymfonyBundle\Tests\lib\AskForCardHandler;
use Cotp\SymfonyBundle\Tests\lib\QueuedForm;
use Cotp\SymfonyBundle\Tests\lib\QueuedFormHandler;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use Cotp\Testing\AssertsCotp;
use CotpException;
use CotpForm;
use CotpInvalidRequestException;
use CotpOutcome;
use CotpOutcomeUnknownException;
use CotpRateLimitException;
use CotpTransportException;
use PHPUnit\Framework\Attributes\DataProvider;
use Psr\Container\ContainerInterface;
use ReflectionProperty;
use RuntimeException;
use Symfony\Component\EventDispatcher\EventDispatcherInterface;
use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Event\WorkerRunningEvent;
use Symfony\Component\Messenger\Exception\HandlerFailedException;
use Symfony\Component\Messenger\Exception\RecoverableMessageHandlingException;
use Symfony\Component\Messenger\Exception\UnrecoverableMessageHandlingException;
use Symfony\Component\Messenger\MessageBusInterface;
use Symfony\Component\Messenger\Middleware\MiddlewareInterface;
use Symfony\Component\Messenger\Middleware\StackInterface;
use Symfony\Component\Messenger\Middleware\StackMiddleware;
use Symfony\Component\Messenger\Retry\RetryStrategyInterface;
use Symfony\Component\Messenger\Stamp\DelayStamp;
use Symfony\Component\Messenger\Stamp\ReceivedStamp;
use Symfony\Component\Messenger\Transport\InMemory\InMemoryTransport;
use Symfony\Component\Messenger\Transport\Serialization\SerializerInterface;
use Symfony\Component\Messenger\Worker;
use Throwable;
use ValueError;

final class MessengerTest extends SiteTestCase
{
    use AssertsCotp;

    public function test_job_that_runs_again_sends_once(): void
    {
        $this->boot();
        $this->dispatch(new AskForCard('booking-1'));
        $this->dispatch(new AskForCard('booking-1'));
        $this->consume('sends');
        self::assertSentCount(1, $this->fake());
        self::assertSame(2, $this->runs());
        self::assertSame([], $this->failed());
    }

    #[DataProvider('withAndWithoutLedger')]
    public function test_unknown_outcome_is_not_retried(bool $withLedger): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        $this->dispatch(new AskForCard('booking-1', $withLedger));
        $this->consume('sends');
        self::assertSentCount(1, $this->fake());
        self::assertSame(1, $this->runs());
        self::assertCount(1, $this->failed());
    }

    /** @return array<string, array{bool}> */
    public static function withAndWithoutLedger(): array
    {
        return ['ledger' => [true], 'send() alone' => [false]];
    }

    public function test_unknown_outcome_is_not_retried_for_another_handler(): void
    {
        $this->boot();
        $this->fake()->loseNextResponse();
        $this->dispatch(new AskForCard('booking-1', false, true));
        $this->consume('sends');
        self::assertSentCount(1, $this->fake());
        self::assertSame([1, 1], [$this->runs(), count($this->failed())]);
    }

    public function test_rejected_value_is_not_retried(): void
    {
        $this->boot();
        $this->fake()->failNextSend(new CotpInvalidRequestException('the service rejected a value', httpStatus: 400));
        $this->dispatch(new AskForCard('booking-1'));
        $this->consume('sends');
        self::assertSame([1, 1], [$this->runs(), count($this->failed())]);
        self::assertNothingSent($this->fake());
    }

    public function test_refused_connection_is_retried(): void
    {
        $this->boot();
        $this->fake()->failNextSend(new CotpTransportException('the service could not be reached', CotpOutcome::NotSent, retryable: true));
        $this->dispatch(new AskForCard('booking-1'));
        $this->consume('sends');
        self::assertSame([2, 0], [$this->runs(), count($this->failed())]);
        self::assertSentCount(1, $this->fake());
    }

    public function test_retry_waits_as_long_as_the_service_asks(): void
    {
        $this->boot();
        $this->fake()->failNextSend(new CotpRateLimitException('too many requests', httpStatus: 429, retryable: true, retryAfter: 17.5));
        $this->fake()->failNextSend(new CotpRateLimitException('too many requests', httpStatus: 429, retryable: true, retryAfter: 0.1));
        $this->dispatch(new AskForCard('booking-1'));
        $this->consume('sends');
        self::assertSame([17500, 2000], $this->delays(), 'The pause of the transport is a lower bound.');
        self::assertSentCount(1, $this->fake());
    }

    public function test_retry_waits_for_the_lease_of_a_question_that_another_process_sends(): void
    {
        foreach ([[[], 60_000], [['settings' => ['lease' => 21]], 21_000]] as [$ledger, $milliseconds]) {
            $this->boot(['ledger' => $ledger]);
            $strategy = $this->service(ContainerInterface::class, 'messenger.retry_strategy_locator')->get('sends');
            self::assertInstanceOf(RetryStrategyInterface::class, $strategy);
            $envelope = new Envelope(new AskForCard('booking-1'));
            self::assertSame($milliseconds, $strategy->getWaitingTime($envelope, new HandlerFailedException($envelope, [new InProgress('another process')])));
            self::assertSame(1000, $strategy->getWaitingTime($envelope, new RuntimeException('other')));
            $this->kernel->shutdown();
            restore_exception_handler();
        }
        $this->boot();
    }

    public function test_retries_stay_bounded_by_the_transport(): void
    {
        $this->boot();
        for ($n = 0; $n < 9; $n++) {
            $this->fake()->failNextSend(new CotpRateLimitException('too many requests', httpStatus: 429, retryable: true, retryAfter: 1.0));
        }
        $this->dispatch(new AskForCard('booking-1'));
        $this->consume('sends');
        self::assertSame([4, 1], [$this->runs(), count($this->failed())]);
    }

    public function test_invalid_form_fails_once(): void
    {
        $this->boot();
        $this->dispatch(new AskForCard('not an address'));
        $this->consume('sends');
        self::assertSame([1, 1], [$this->runs(), count($this->failed())]);
    }

    public function test_one_unknown_outcome_stops_the_retry_of_all_handlers(): void
    {
        $envelope = new Envelope(new AskForCard('booking-1'), [new ReceivedStamp('sends')]);
        $faults = [new RecoverableMessageHandlingException('later'), new RuntimeException('hidden', 0, new CotpOutcomeUnknownException('lost'))];
        $thrown = self::thrown(HandlerFailedException::class, fn () => $this->through($envelope, new HandlerFailedException($envelope, $faults)));
        self::assertInstanceOf(HandlerFailedException::class, $thrown);
        foreach ($thrown->getWrappedExceptions() as $wrapped) {
            self::assertInstanceOf(UnrecoverableMessageHandlingException::class, $wrapped);
        }
    }

    public function test_ledger_decides_before_its_cause(): void
    {
        $envelope = new Envelope(new AskForCard('booking-1'), [new ReceivedStamp('sends')]);
        self::thrown(InProgress::class, fn () => $this->through($envelope, new InProgress('busy', null, new CotpOutcomeUnknownException('of a delete'))));
        self::thrown(UnrecoverableMessageHandlingException::class, fn () => $this->through($envelope, new OutcomeUnknown('unknown')));
    }

    public function test_other_exceptions_and_messages_that_are_dispatched_pass_unchanged(): void
    {
        $received = new Envelope(new AskForCard('booking-1'), [new ReceivedStamp('sends')]);
        foreach ([new RuntimeException('other'), new ValueError('of the site')] as $fault) {
            self::assertSame($fault, self::thrown($fault::class, fn () => $this->through($received, $fault)));
        }
        $fault = new CotpOutcomeUnknownException('lost');
        self::assertSame($fault, self::thrown(CotpException::class, fn () => $this->through(new Envelope(new AskForCard('booking-1')), $fault)));
    }

    public function test_message_of_the_bundle_asks_through_the_ledger(): void
    {
        $this->boot(more: ['framework' => ['messenger' => ['routing' => [BundleMessage::class => 'forms']]]]);
        $form = new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com');
        $this->dispatch(new BundleMessage('booking-7/card', $form));
        $this->dispatch(new BundleMessage('booking-7/card', $form));
        self::assertNothingSent($this->fake());
        $this->consume('forms');
        self::assertSentOnceTo('guest@example.com', $this->fake());
        self::assertSame('booking-7/card', $this->ledger()->find('booking-7/card')?->key);
    }

    public function test_encrypted_message_shows_no_address(): void
    {
        $key = base64_encode(random_bytes(32));
        $this->boot(['message_keys' => "2:$key,1:" . base64_encode(random_bytes(32))]);
        $this->dispatch(new QueuedForm(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com')));
        $body = $this->bodyOf('forms');
        self::assertStringStartsWith('cotp1:2:', $body);
        self::assertStringNotContainsString('guest', $body . base64_decode(substr($body, 8)));
        $this->consume('forms');
        self::assertSame('guest@example.com', $this->service(QueuedFormHandler::class)->forms[0]->email);
    }

    public function test_message_that_cannot_be_read_fails_once_and_visibly(): void
    {
        $this->boot(['message_keys' => ['1' => base64_encode(random_bytes(32))]]);
        $serializer = $this->service(SerializerInterface::class, 'cotp.messenger.serializer');
        $encoded = $this->encode(new Envelope(new QueuedForm(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com'))));
        $encoded['body'] = substr($encoded['body'], 0, -8) . 'AAAAAAA=';
        $envelope = $serializer->decode($encoded);
        self::assertInstanceOf(UnreadableMessage::class, $envelope->getMessage());
        $again = $serializer->decode($this->encode($envelope))->getMessage();
        self::assertInstanceOf(UnreadableMessage::class, $again);
        self::assertSame($encoded['body'], $again->body, 'The content is kept.');
        $this->transport('forms')->send($envelope);
        $this->consume('forms');
        self::assertCount(1, $this->failed());
        self::assertSame([], $this->service(QueuedFormHandler::class)->forms);
    }

    public function test_form_that_no_longer_passes_its_checks_is_not_delivered(): void
    {
        $this->boot();
        $serializer = $this->service(SerializerInterface::class, 'cotp.messenger.serializer');
        $encoded = $this->encode(new Envelope(new QueuedForm(new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com'))));
        $encoded['body'] = str_replace('guest@example.com', 'guest at example.', $encoded['body'], $count);
        self::assertSame(1, $count);
        $message = $serializer->decode($encoded)->getMessage();
        self::assertInstanceOf(UnreadableMessage::class, $message);
        self::assertSame(ValueError::class, $message->reason);
    }

    private function through(Envelope $envelope, Throwable $fault): Envelope
    {
        $failing = new class ($fault) implements MiddlewareInterface {
            public function __construct(private readonly Throwable $fault)
            {
            }

            public function handle(Envelope $envelope, StackInterface $stack): Envelope
            {
                throw $this->fault;
            }
        };
        return (new OutcomeMiddleware())->handle($envelope, new StackMiddleware($failing));
    }

    private function dispatch(object $message): void
    {
        $this->service(MessageBusInterface::class)->dispatch($message);
    }

    /** Consumes until nothing is left; what a retry delayed is due at once. */
    private function consume(string $name): void
    {
        $events = $this->service(EventDispatcherInterface::class, 'event_dispatcher');
        $events->addListener(WorkerRunningEvent::class, static function (WorkerRunningEvent $event): void {
            $event->isWorkerIdle() && $event->getWorker()->stop();
        });
        $transport = $this->transport($name);
        for ($round = 1; $round === 1 || count($transport->getSent()) > count($transport->getAcknowledged()) + count($transport->getRejected()); $round++) {
            self::assertLessThan(20, $round, 'The message is retried for ever.');
            (new Worker([$name => $transport], $this->service(MessageBusInterface::class), $events))->run(['sleep' => 0]);
            (new ReflectionProperty(InMemoryTransport::class, 'availableAt'))->setValue($transport, []);
        }
    }

    private function transport(string $name): InMemoryTransport
    {
        return $this->service(InMemoryTransport::class, "messenger.transport.$name");
    }

    /** @return array{body: string, headers?: array<string, string>} */
    private function encode(Envelope $envelope): array
    {
        /** @var array{body: string, headers?: array<string, string>} */
        return $this->service(SerializerInterface::class, 'cotp.messenger.serializer')->encode($envelope);
    }

    private function bodyOf(string $transport): string
    {
        return $this->encode($this->transport($transport)->getSent()[0])['body'];
    }

    /** @return list<Envelope> */
    private function failed(): array
    {
        return array_values($this->transport('failed')->getSent());
    }

    private function runs(): int
    {
        return $this->service(AskForCardHandler::class)->runs;
    }

    /** @return list<int> in milliseconds */
    private function delays(): array
    {
        $delays = [];
        foreach ($this->transport('sends')->getSent() as $envelope) {
            $delay = $envelope->last(DelayStamp::class)?->getDelay();
            $delay === null || $delays[] = $delay;
        }
        return $delays;
    }
}
