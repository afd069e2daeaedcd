<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

/** The words of a name, in lower case: "CSLinkText", "csLinkText", "cs_link_text" and "cslinktext" have the same. */
final readonly class Words
{
    public const EMAIL = ['email', 'mail', 'inbox', 'mailbox'];
    public const PHONE = ['phone', 'mobile', 'cell', 'cellphone', 'telephone', 'tel', 'sms', 'msisdn', 'gsm', 'cellular', 'handset', 'fon'];
    public const LINK = ['link', 'url', 'uri', 'page', 'website', 'href', 'endpoint', 'web'];
    public const LABEL = ['text', 'label', 'caption', 'title', 'name', 'wording', 'description', 'anchor', 'display'];
    public const CALLBACK = ['callback', 'webhook', 'postback', 'notify', 'notification', 'hook', 'ping', 'ipn'];
    public const RECIPIENT = ['recipient', 'guest', 'customer', 'client', 'to', 'holder', 'cardholder', 'receiver', 'payer', 'traveler', 'traveller', 'consumer', 'addressee', 'shopper', 'destination', 'buyer', 'person', 'visitor', 'patron', 'payee', 'contact', 'target', 'passenger'];
    public const BOOKER = ['booker', 'hotel', 'property', 'sender', 'from', 'company', 'business', 'agency', 'agent', 'brand', 'establishment', 'operator', 'partner', 'site', 'organization', 'venue', 'requester', 'originator', 'issuer', 'booking'];
    /** The booker, or the merchant of 3-D Secure. */
    public const SELLER = ['seller', 'supplier', 'vendor', 'trader'];
    public const USER = ['user', 'login', 'account', 'username', 'userid', 'member'];
    public const MEANS = ['method', 'type', 'channel', 'mode', 'medium', 'via', 'by', 'way', 'means', 'mechanism', 'media', 'kind', 'transport'];
    public const SENDING = ['delivery', 'deliver', 'send', 'sent', 'sending', 'message', 'notification', 'notify', 'communication', 'contact', 'destination', 'recipient', 'dispatch', 'messaging', 'link', 'distribution', 'transmission', 'comm', 'address', 'form', 'request'];
    public const SUPPORT = ['support', 'cs', 'help', 'helpdesk', 'service', 'care', 'assistance', 'assist'];
    public const IDENTIFIER = ['id', 'code', 'identifier', 'key', 'number', 'ref', 'reference', 'uid', 'guid', 'no', 'num'];
    public const CARD = ['card', 'token', 'paycard', 'bankcard', 'pan'];
    public const LANGUAGE = ['language', 'lang', 'locale', 'culture', 'idiom', 'tongue'];
    public const CURRENCY = ['currency', 'ccy', 'cur', 'curr'];
    public const AMOUNT = ['amount', 'price', 'total', 'sum', 'charge', 'cost', 'due', 'value', 'fee', 'payment', 'amt'];
    public const STYLE = ['css', 'stylesheet', 'style', 'theme', 'skin', 'styling'];
    public const TEMPLATE = ['template', 'layout', 'tpl', 'templ'];
    public const HEADER = ['header', 'top', 'heading', 'above', 'intro', 'introduction', 'opening', 'upper', 'headline', 'preamble', 'before'];
    public const FOOTER = ['footer', 'bottom', 'below', 'closing', 'lower', 'outro', 'ending', 'footnote', 'after'];
    private const OTHERS = ['threeds', 'merchant', 'address', 'full', 'first', 'last', 'iso', 'display', 'html', 'content', 'message', 'file', 'resource', 'enabled', 'enable', 'use', 'is', 'status', 'state', 'stored', 'original', 'update', 'return', 'event', 'of', 'the', 'us', 'our', 'and', 'for', 'transaction', 'acquirer', 'descriptor'];
    private const JOINED = [
        'e mail' => 'email', 'call back' => 'callback', 'style sheet' => 'stylesheet', 'card holder' => 'cardholder', 'user name' => 'username', 'user id' => 'userid',
        'web hook' => 'webhook', 'web site' => 'website', 'post back' => 'postback', 'pay card' => 'paycard', 'bank card' => 'bankcard', 'cell phone' => 'cellphone',
        'help desk' => 'helpdesk', 'foot er' => 'footer', 'head er' => 'header', 'mail box' => 'mailbox',
    ];

    /** @param list<string> $words */
    private function __construct(public array $words)
    {
    }

    public static function of(string $name): self
    {
        $name = (string) preg_replace('/(?i:(?:3[-_ ]?d|three[-_ ]?d)(?:[-_ ]?s(?:ecure)?)?)(?![a-z])|(?i:secure[-_ ]?(?:3|three)[-_ ]?d)/', ' Threeds ', $name);
        $name = (string) preg_replace(['/([a-z0-9])([A-Z])/', '/([A-Z]+)([A-Z][a-z])/', '/[^A-Za-z0-9]+/'], ['$1 $2', '$1 $2', ' '], $name);
        $words = [];
        foreach (explode(' ', strtolower(trim($name))) as $word) {
            $words = [...$words, ...(self::segments($word) ?? [$word])];
        }
        $joined = ' ' . implode(' ', $words) . ' ';
        foreach (self::JOINED as $parts => $word) {
            $joined = str_replace(" $parts ", " $word ", $joined);
        }
        return new self(explode(' ', trim($joined)));
    }

    /** @param list<string> ...$lists */
    public function hasAny(array ...$lists): bool
    {
        return array_intersect($this->words, array_merge(...$lists)) !== [];
    }

    public function has(string $word): bool
    {
        return in_array($word, $this->words, true);
    }

    /** @param list<string> ...$allowed */
    public function hasOnly(array ...$allowed): bool
    {
        return array_diff($this->words, array_merge(...$allowed)) === [];
    }

    /** @return list<string>|null the known words that the text consists of; null if it does not */
    private static function segments(string $text): ?array
    {
        $known = self::known();
        if ($text === '' || isset($known[$text])) {
            return $text === '' ? [] : [$text];
        }
        for ($length = strlen($text) - 1; $length > 1; $length--) {
            $rest = isset($known[substr($text, 0, $length)]) ? self::segments(substr($text, $length)) : null;
            if ($rest !== null) {
                return [substr($text, 0, $length), ...$rest];
            }
        }
        return null;
    }

    /** @return array<string, true> */
    private static function known(): array
    {
        /** @var array<string, true>|null $known */
        static $known = null;
        return $known ??= array_fill_keys([
            ...self::EMAIL, ...self::PHONE, ...self::LINK, ...self::LABEL, ...self::CALLBACK, ...self::RECIPIENT, ...self::BOOKER, ...self::SELLER, ...self::USER, ...self::MEANS,
            ...self::SENDING, ...self::SUPPORT, ...self::IDENTIFIER, ...self::CARD, ...self::LANGUAGE, ...self::CURRENCY, ...self::AMOUNT, ...self::STYLE,
            ...self::TEMPLATE, ...self::HEADER, ...self::FOOTER, ...self::OTHERS,
        ], true);
    }
}
