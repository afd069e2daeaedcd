<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Tests;

use Cotp\Ledger\Event\CardStored;
use Cotp\SymfonyBundle\Tests\lib\Gadget;
use Cotp\SymfonyBundle\Tests\lib\QueuedForm;
use Cotp\SymfonyBundle\Tests\lib\SiteTestCase;
use CotpCallback;
use CotpForm;
use CotpOutcomeUnknownException;
use CotpState;
use CotpStatus;
use Symfony\Component\Messenger\Envelope;
use Symfony\Component\Messenger\Exception\MessageDecodingFailedException;
use Symfony\Component\Messenger\Transport\Serialization\Serializer as MessengerSerializer;
use Symfony\Component\Serializer\Exception\NotNormalizableValueException;
use Symfony\Component\Serializer\SerializerInterface;

final class SerializerTest extends SiteTestCase
{
    private const SECRETS = ['guest@example.com', 'Ada Guest', 'a-secret-token', 'secret-card'];

    private function form(): CotpForm
    {
        return new CotpForm(
            bookerId: 'hotel-42', email: 'guest@example.com', callbackUrl: 'https://site.example/cotp?cotp=a-secret-token', recipientName: 'Ada Guest',
            amount: '12.50', currency: 'EUR', extra: ['ExtraNote' => 'secret-card', 'ExtraEmpty' => new \stdClass()],
        );
    }

    private function serializer(): SerializerInterface
    {
        return $this->service(SerializerInterface::class, 'serializer');
    }

    public function test_serializer_prints_what_json_encode_prints(): void
    {
        $this->boot();
        $state = new CotpState('an-id', CotpStatus::CardStored, 'CardStored', 'https://service.example/secret-card', details: ['Email' => 'guest@example.com']);
        foreach ([$this->form(), $state, new CotpCallback('ref', 'an-id', CotpStatus::CardStored, 'CardStored', 'now')] as $value) {
            $printed = $this->serializer()->serialize(['value' => [$value]], 'json');
            self::assertSame(json_decode((string) json_encode(['value' => [$value]]), true), json_decode($printed, true));
        }
        $this->assertShowsNothing($this->serializer()->serialize([$this->form(), $state, new QueuedForm($this->form())], 'json'));
        $this->assertShowsNothing($this->serializer()->serialize($this->form(), 'xml'));
    }

    public function test_clients_and_exceptions_show_no_secret(): void
    {
        $this->boot();
        $this->ask();
        $event = new CardStored($this->ledger()->find('booking-1/card') ?? self::fail('The question is missing.'), 'https://service.example/secret-card');
        $this->assertShowsNothing($this->serializer()->serialize($event, 'json'));
        self::assertSame('[]', $this->serializer()->serialize($this->fake(), 'json'));
        $fault = new CotpOutcomeUnknownException('lost', moreInfo: 'guest@example.com', requestId: 'an-id');
        $printed = json_decode($this->serializer()->serialize($fault, 'json'), true);
        self::assertIsArray($printed);
        self::assertSame(['Unknown', 'an-id', false], [$printed['outcome'], $printed['requestId'], $printed['retryable']]);
        self::assertArrayNotHasKey('trace', $printed);
    }

    public function test_message_keeps_the_real_values(): void
    {
        $this->boot();
        $messenger = new MessengerSerializer($this->symfonySerializer());
        $encoded = $messenger->encode(new Envelope(new QueuedForm($this->form())));
        $message = $messenger->decode($encoded)->getMessage();
        self::assertInstanceOf(QueuedForm::class, $message);
        self::assertEquals($this->form()->__serialize(), $message->form->__serialize());
    }

    public function test_message_whose_form_is_invalid_fails(): void
    {
        $this->boot();
        $messenger = new MessengerSerializer($this->symfonySerializer());
        $encoded = $messenger->encode(new Envelope(new QueuedForm($this->form())));
        $values = str_replace('guest@example.com', 'guest at example.', serialize($this->form()));
        $encoded['body'] = (string) json_encode(['form' => ['cotp' => base64_encode($values)]]);
        self::thrown(MessageDecodingFailedException::class, fn () => $messenger->decode($encoded));
        $encoded['body'] = (string) json_encode(['form' => ['cotp' => base64_encode(serialize(new Gadget()))]]);
        self::thrown(MessageDecodingFailedException::class, fn () => $messenger->decode($encoded));
        self::assertFalse(Gadget::$isCreated, 'Only the values of cotp are created from a message.');
    }

    public function test_redacted_values_cannot_be_read_back(): void
    {
        $this->boot();
        $printed = $this->serializer()->serialize($this->form(), 'json');
        self::thrown(NotNormalizableValueException::class, fn () => $this->serializer()->deserialize($printed, CotpForm::class, 'json'));
        $serialized = (string) json_encode(['cotp' => base64_encode(serialize($this->form()))]);
        self::thrown(NotNormalizableValueException::class, fn () => $this->serializer()->deserialize($serialized, CotpForm::class, 'json'));
    }

    private function symfonySerializer(): \Symfony\Component\Serializer\Serializer
    {
        return $this->service(\Symfony\Component\Serializer\Serializer::class, 'serializer');
    }

    private function assertShowsNothing(string $printed): void
    {
        foreach (self::SECRETS as $secret) {
            self::assertStringNotContainsString($secret, $printed);
        }
    }
}
