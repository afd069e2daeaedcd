<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

/** Tells which fields of a form a name of the vendor may mean: by its words, and by its value in a sample. */
final class NameMapper
{
    private const DESTINATIONS = ['form.email', 'form.phone'];
    /** Any other word beside "mail" or "phone" makes it the name of another thing, such as a mail's title. */
    private const WORDS_OF_ADDRESSES = [
        Words::EMAIL, Words::PHONE, Words::RECIPIENT, Words::SENDING, ['address', 'number', 'no', 'num', 'full', 'of', 'the', 'for', 'main', 'primary'],
    ];

    /** @return list<string> the wire keys that fit the name and, if it is given, the value */
    public function keysFor(string $name, mixed $value = null): array
    {
        $words = Words::of($name);
        $keys = $this->ofFixedWords($words) ?? $this->ofSupport($words) ?? $this->ofContact($words) ?? $this->ofDelivery($words) ?? $this->ofCallback($words)
            ?? $this->ofCard($words) ?? $this->ofTexts($words) ?? $this->ofParties($words);
        return $value === null ? $keys : array_values(array_filter($keys, static fn (string $key): bool => SampleValue::fits($key, $value)));
    }

    /** @return list<string>|null */
    private function ofFixedWords(Words $words): ?array
    {
        return match (true) {
            $words->has('merchant') => $words->hasAny(Words::IDENTIFIER, Words::EMAIL, Words::PHONE, Words::LINK) ? [] : ['form.merchantName'],
            $words->has('threeds') => ['form.threeDs'],
            $words->hasAny(Words::CURRENCY) => ['form.currency'],
            $words->hasAny(Words::STYLE) => ['form.css'],
            $words->hasAny(Words::TEMPLATE) => ['form.template'],
            $words->hasAny(Words::LANGUAGE) => ['form.language'],
            default => null,
        };
    }

    /** @return list<string>|null */
    private function ofSupport(Words $words): ?array
    {
        if (!$words->hasAny(Words::SUPPORT) || ($words->has('service') && !$words->hasAny(['customer', 'client', 'guest', 'support', 'help']))) {
            return null;
        }
        return match (true) {
            $words->hasAny(Words::EMAIL) => ['form.supportEmail'],
            $words->hasAny(Words::PHONE) => ['form.supportPhone'],
            $words->hasAny(Words::LABEL) => ['form.supportLinkText'],
            $words->hasAny(Words::LINK) => ['form.supportLink'],
            default => [],
        };
    }

    /**
     * A contact may be the recipient or customer support.
     * @return list<string>|null
     */
    private function ofContact(Words $words): ?array
    {
        if (!$words->has('contact') || $words->hasAny(Words::MEANS)) {
            return null;
        }
        $isOurs = $words->hasAny(['us', 'our']);
        return match (true) {
            $words->hasAny(Words::EMAIL) => $isOurs ? ['form.supportEmail'] : ['form.email', 'form.supportEmail'],
            $words->hasAny(Words::PHONE) => $isOurs ? ['form.supportPhone'] : ['form.phone', 'form.supportPhone'],
            $words->hasAny(Words::LINK) => $words->hasAny(Words::LABEL) ? ['form.supportLinkText'] : ['form.supportLink'],
            $isOurs => [],
            default => null,
        };
    }

    /** @return list<string>|null */
    private function ofDelivery(Words $words): ?array
    {
        $isMeans = $words->hasAny(Words::MEANS);
        return match (true) {
            $isMeans && $words->hasAny(Words::SENDING) => ['form.deliveryMethod'],
            $isMeans && $words->hasOnly(Words::MEANS) => ['form.deliveryMethod'],
            $isMeans && $words->hasAny(Words::EMAIL, Words::PHONE) && !$words->hasAny(Words::RECIPIENT, Words::BOOKER) => ['form.deliveryMethod'],
            default => null,
        };
    }

    /** @return list<string>|null */
    private function ofCallback(Words $words): ?array
    {
        $isLink = $words->hasAny(Words::LINK, ['address', 'target']);
        return match (true) {
            $words->hasAny(['callback', 'webhook', 'postback', 'hook', 'ipn']) => $words->hasAny(Words::IDENTIFIER) ? [] : ['form.callbackUrl'],
            $isLink && $words->hasAny(Words::CALLBACK, ['status', 'update', 'updates', 'return', 'event', 'events', 'result', 'response']) => ['form.callbackUrl'],
            default => null,
        };
    }

    /** @return list<string>|null */
    private function ofCard(Words $words): ?array
    {
        if (!$words->hasAny(Words::CARD) || $words->hasAny(['cardholder', 'holder', 'request', 'type', 'session', 'access'])) {
            return null;
        }
        return $words->hasAny(['number', 'pan', 'expiry', 'scheme', 'brand', 'name', 'no', 'num']) ? [] : ['form.cardUri'];
    }

    /** @return list<string>|null */
    private function ofTexts(Words $words): ?array
    {
        return match (true) {
            $words->hasAny(['header', 'heading', 'headline', 'intro', 'introduction', 'preamble']) => ['form.headerText'],
            $words->hasAny(['footer', 'outro', 'footnote']) => ['form.footerText'],
            $words->hasAny(Words::HEADER) && $words->hasAny(['text', 'message', 'content', 'html', 'form', 'page', 'note', 'line', 'body']) => ['form.headerText'],
            $words->hasAny(Words::FOOTER) && $words->hasAny(['text', 'message', 'content', 'html', 'form', 'page', 'note', 'line', 'body']) => ['form.footerText'],
            $words->hasAny(Words::AMOUNT) && !$words->hasAny(Words::IDENTIFIER, ['type', 'method', 'date']) => ['form.amount'],
            default => null,
        };
    }

    /** @return list<string> */
    private function ofParties(Words $words): array
    {
        $isBooker = $words->hasAny(Words::BOOKER);
        $isRecipient = $words->hasAny(Words::RECIPIENT);
        return match (true) {
            $words->hasAny(Words::EMAIL) => $words->hasOnly(...self::WORDS_OF_ADDRESSES) ? ['form.email'] : [],
            $words->hasAny(Words::PHONE) => $words->hasOnly(...self::WORDS_OF_ADDRESSES) ? ['form.phone'] : [],
            $words->hasAny(Words::SELLER) => $words->hasAny(Words::LABEL) ? ['form.bookerName', 'form.merchantName'] : [],
            $words->hasAny(Words::USER) => $isRecipient && !$isBooker ? [] : ['form.bookerId'],
            $isBooker && $words->hasAny(Words::IDENTIFIER) => $isRecipient || $words->has('booking') ? [] : ['form.bookerId'],
            $isBooker && $words->hasAny(Words::LABEL, ['full']) => $words->hasAny(Words::LINK) && !$words->has('site') ? [] : ['form.bookerName'],
            $isBooker => $words->hasOnly(Words::BOOKER) && !$words->has('booking') ? ['form.bookerId', 'form.bookerName'] : [],
            $isRecipient && $words->hasAny(Words::LABEL, ['full']) => $words->hasAny(Words::LINK) ? [] : ['form.recipientName'],
            $isRecipient && ($words->hasAny(['address', 'number', 'send', 'to', 'destination', 'target']) || $words->hasOnly(Words::RECIPIENT)) => $words->hasAny(Words::IDENTIFIER) && !$words->has('number')
                ? [] : [...self::DESTINATIONS, ...($words->hasOnly(Words::RECIPIENT) && !$words->hasAny(['to', 'destination', 'target']) ? ['form.recipientName'] : [])],
            $words->has('name') && $words->has('full') => ['form.recipientName'],
            $words->has('address') && $words->hasOnly(['address', 'delivery', 'deliver', 'send', 'message']) => self::DESTINATIONS,
            default => [],
        };
    }
}
