<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing\Tests;

use Cotp\Testing\AssertsCotp;
use Cotp\Testing\CallbackUrls;
use Cotp\Testing\FakeCallback;
use Cotp\Testing\FakeCotp;
use CotpAuthenticationException;
use CotpCallback;
use CotpCallbackException;
use CotpCallbackVerifier;
use CotpConflictException;
use CotpForm;
use CotpNotFoundException;
use CotpOutcomeUnknownException;
use CotpRequest;
use CotpRetention;
use CotpStatus;
use CotpTransportException;
use DateTimeImmutable;
use LogicException;
use PHPUnit\Framework\AssertionFailedError;
use PHPUnit\Framework\TestCase;

final class FakeCotpTest extends TestCase
{
    use AssertsCotp;

    private const KEYS = ['k' => 'kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk'];

    private static function form(string $email = 'guest@example.com'): CotpForm
    {
        $url = (new CotpCallbackVerifier(self::KEYS))->url('https://site.example/cotp', 'booking-4711');
        return new CotpForm(bookerId: 'hotel-42', email: $email, callbackUrl: $url);
    }

    public function test_fake_records_sends_and_plays_the_guest(): void
    {
        $cotp = new FakeCotp();
        self::assertInstanceOf(CotpRequest::class, $cotp);
        self::assertNothingSent($cotp);
        $id = $cotp->send(self::form());
        self::assertSame(CotpStatus::MessageQueued, $cotp->retrieve($id)->status);
        $card = $cotp->guestEntersCard();
        self::assertSame([CotpStatus::CardStored, $card], [$cotp->retrieve($id)->status, $cotp->await($id)->cardUri]);
        self::assertSentOnceTo('guest@example.com', $cotp);
        self::assertSameForm($cotp->sent()[0]->form, $cotp->sent()[0]->form);
    }

    public function test_fake_delivers_signed_callbacks_to_the_controller(): void
    {
        $cotp = new FakeCotp();
        $id = $cotp->send(self::form());
        $cotp->guestOpensForm();
        $cotp->guestFails();
        $cotp->guestEntersCard();
        $verifier = new CotpCallbackVerifier(self::KEYS);
        $events = $cotp->deliver(static fn (FakeCallback $callback): CotpCallback => $verifier->verify($callback->body, $callback->token()));
        self::assertSame(
            ['MessageQueued', 'FormViewed', 'StoreFailed', 'CardStored'],
            array_map(static fn (mixed $event): string => $event instanceof CotpCallback ? $event->rawStatus : '', $events),
        );
        self::assertSame(['booking-4711', $id], $events[0] instanceof CotpCallback ? [$events[0]->reference, $events[0]->requestId] : []);
        self::assertSame([], $cotp->takeCallbacks());
    }

    public function test_fake_has_the_scripted_outcomes(): void
    {
        $cotp = new FakeCotp();
        $cotp->failNextSend(new CotpTransportException('the service could not be reached'));
        $cotp->loseNextResponse();
        self::assertInstanceOf(CotpTransportException::class, self::thrown(fn () => $cotp->send(self::form())));
        self::assertNothingSent($cotp);
        self::assertInstanceOf(CotpOutcomeUnknownException::class, self::thrown(fn () => $cotp->send(self::form())));
        self::assertSentCount(1, $cotp);
        $cotp->failNextSend(new CotpTransportException('the service could not be reached'));
        $results = $cotp->sendMany(['a' => self::form(), 'b' => self::form()]);
        self::assertInstanceOf(CotpTransportException::class, $results['a']);
        self::assertIsString($results['b']);
        $cotp->rejectKey();
        self::assertFalse($cotp->authenticate());
    }

    public function test_fake_rejects_the_key_for_every_method(): void
    {
        $cotp = new FakeCotp();
        $id = $cotp->send(self::form());
        $cotp->rejectKey();
        self::assertFalse($cotp->authenticate());
        foreach ([
            'send' => fn () => $cotp->send(self::form()), 'retrieve' => fn () => $cotp->retrieve($id), 'delete' => fn () => $cotp->delete($id),
            'await' => fn () => $cotp->await($id), 'setRetention' => fn () => $cotp->setRetention('card', new CotpRetention(new DateTimeImmutable('2027-01-01'))),
            'getRetention' => fn () => $cotp->getRetention('card'), 'deleteRetention' => fn () => $cotp->deleteRetention('card'),
            'clearCvv' => fn () => $cotp->clearCvv('card'), 'deleteCard' => fn () => $cotp->deleteCard('card'),
        ] as $method => $call) {
            $fault = self::thrown($call);
            self::assertInstanceOf(CotpAuthenticationException::class, $fault, $method);
            self::assertSame([401, -1003], [$fault->httpStatus, $fault->apiCode]);
        }
        self::assertInstanceOf(CotpAuthenticationException::class, $cotp->sendMany([self::form()])[0]);
        self::assertInstanceOf(CotpAuthenticationException::class, $cotp->retrieveMany([$id])[0]);
        self::assertSame([1, []], [count($cotp->sent()), $cotp->deletedCards()]);
    }

    public function test_recipient_matches_in_any_spelling_of_its_number(): void
    {
        $cotp = new FakeCotp();
        $cotp->send(new CotpForm(bookerId: 'hotel-42', phone: '+49 151-1234567'));
        foreach (['+49 151-1234567', '0049 1511234567', '+491511234567'] as $spelling) {
            self::assertSentOnceTo($spelling, $cotp);
        }
        self::assertInstanceOf(AssertionFailedError::class, self::thrown(fn () => self::assertSentOnceTo('+481511234567', $cotp)));
        self::assertInstanceOf(AssertionFailedError::class, self::thrown(fn () => self::assertSentOnceTo('', $cotp)));
    }

    public function test_fake_links_end(): void
    {
        $cotp = new FakeCotp();
        $id = $cotp->send(self::form());
        $cotp->delete($id);
        self::assertInstanceOf(CotpNotFoundException::class, self::thrown(fn () => $cotp->delete($id)));
        self::assertInstanceOf(LogicException::class, self::thrown(fn () => $cotp->guestEntersCard($id)));
        $id = $cotp->send(self::form());
        $cotp->guestEntersCard($id);
        self::assertInstanceOf(CotpConflictException::class, self::thrown(fn () => $cotp->delete($id)));
        foreach (['linkExpires' => CotpStatus::LinkExpired, 'messageFails' => CotpStatus::MessageFailed] as $end => $status) {
            $id = $cotp->send(self::form());
            $cotp->$end();
            self::assertSame($status, $cotp->retrieve($id)->status);
        }
        $cotp->setRetention('https://vault.example/card', new CotpRetention(new DateTimeImmutable('2027-01-01')));
        self::assertSame('2027', $cotp->getRetention('card')->until?->format('Y'));
        $cotp->deleteRetention('card');
        self::assertInstanceOf(CotpNotFoundException::class, self::thrown(fn () => $cotp->getRetention('card')));
    }

    public function test_assertion_fails_for_the_wrong_guest_and_shows_no_address(): void
    {
        $cotp = new FakeCotp();
        $cotp->send(self::form('other@example.com'));
        foreach ([
            fn () => self::assertSentOnceTo('guest@example.com', $cotp), fn () => self::assertNothingSent($cotp),
            fn () => self::assertSameForm(self::form(), self::form('other@example.com')),
        ] as $assertion) {
            $fault = self::thrown($assertion);
            self::assertInstanceOf(AssertionFailedError::class, $fault);
            self::assertStringNotContainsString('@example.com', $fault->getMessage());
        }
    }

    public function test_urls_are_rejected_for_their_reason(): void
    {
        $verifier = new CotpCallbackVerifier(self::KEYS);
        foreach ([
            'expired' => CallbackUrls::expired(self::KEYS, 'https://site.example/cotp', 'booking-4711'),
            'bad_signature' => CallbackUrls::foreign(self::KEYS, 'https://site.example/cotp?a=b', 'booking-4711'),
        ] as $reason => $url) {
            $callback = FakeCallback::of($url, 'request-1', CotpStatus::CardStored);
            $fault = self::thrown(fn () => $verifier->verify($callback->body, $callback->token()));
            self::assertInstanceOf(CotpCallbackException::class, $fault);
            self::assertSame($reason, $fault->reason);
        }
    }

    /** @param \Closure(): mixed $call */
    private static function thrown(\Closure $call): \Throwable
    {
        try {
            $call();
        } catch (\Throwable $fault) {
            return $fault;
        }
        self::fail('Nothing was thrown.');
    }
}
