<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Failure;
use Cotp\Polyfill\FormRules;
use Cotp\Polyfill\Hidden;
use Cotp\Polyfill\HidesProperties;
use Cotp\Polyfill\Properties;
use Cotp\Polyfill\Redacted;
use Cotp\Polyfill\Tables;
use Cotp\Polyfill\Thrown;
use Cotp\Polyfill\WeakCalls;

/** What to ask a guest for, and how to reach the guest. The extension's cotp.stub.php documents each argument. */
final readonly class CotpForm extends Hidden implements JsonSerializable
{
    use HidesProperties;

    public string $bookerId;
    public ?string $email;
    public ?string $phone;
    public ?string $callbackUrl;
    public ?string $cardUri;
    public ?string $recipientName;
    public ?string $bookerName;
    public string $language;
    public ?string $css;
    public int|string|null $amount;
    public ?string $currency;
    public ?string $supportLink;
    public ?string $supportLinkText;
    public ?string $supportEmail;
    public ?string $supportPhone;
    public ?bool $threeDs;
    public ?string $merchantName;
    public ?string $headerText;
    public ?string $footerText;
    public ?string $template;
    /** @var array<array-key, mixed> */
    public array $extra;

    /**
     * @param int|string|null $amount not a float, which is in the type only because PHP would change 12.5 to 12 without a word
     * @param array<array-key, mixed> $extra additional body fields, keyed by their names in the request body
     */
    public function __construct(
        string $bookerId,
        #[\SensitiveParameter] ?string $email = null,
        #[\SensitiveParameter] ?string $phone = null,
        #[\SensitiveParameter] ?string $callbackUrl = null,
        #[\SensitiveParameter] ?string $cardUri = null,
        #[\SensitiveParameter] ?string $recipientName = null,
        ?string $bookerName = null,
        string $language = 'EN',
        ?string $css = null,
        int|float|string|null $amount = null,
        ?string $currency = null,
        ?string $supportLink = null,
        ?string $supportLinkText = null,
        ?string $supportEmail = null,
        ?string $supportPhone = null,
        ?bool $threeDs = null,
        ?string $merchantName = null,
        ?string $headerText = null,
        ?string $footerText = null,
        ?string $template = null,
        #[\SensitiveParameter] array $extra = [],
    ) {
        $values = get_defined_vars();
        if (is_float($amount)) {
            throw Thrown::whole(TypeError::class, __METHOD__, 10, 'must be of type string|int|null, float given');
        }
        Properties::constructOnce($this, 'bookerId');
        $this->accept($values, '__construct');
    }

    /** Returns a copy with some values changed, such as $form->with(email: "guest@example.com"). */
    public function with(#[\SensitiveParameter] mixed ...$values): self
    {
        if (isset($values[0])) {
            throw Thrown::atCaller(new ArgumentCountError('CotpForm::with() accepts only named arguments'));
        }
        Properties::requireInitialized($this);
        $changed = Properties::of($this);
        foreach ($values as $name => $value) {
            if (!array_key_exists($name, $changed)) {
                throw Thrown::atCaller(new Error('Unknown named parameter $' . explode("\0", (string) $name)[0]));
            }
            $changed[$name] = $value;
        }
        return WeakCalls::form($changed);
    }

    /** @return array<string, mixed> */
    public function __serialize(): array
    {
        return Properties::serialize($this);
    }

    /** @param array<array-key, mixed> $serialized */
    public function __unserialize(#[\SensitiveParameter] array $serialized): void
    {
        $this->accept(Properties::unserialize($this, $serialized), '__unserialize');
    }

    /** @return list<string> */
    private static function secrets(): array
    {
        $secrets = array_keys(array_filter(Tables::FORM_FIELDS, static fn (array $field): bool => $field[1]));
        return [...$secrets, 'extra'];
    }

    /**
     * Checks the values and sets the properties.
     *
     * @param array<string, mixed> $values
     */
    private function accept(#[\SensitiveParameter] array $values, string $method): void
    {
        $secrets = self::secrets();
        foreach ($secrets as $name) {
            // a value that was copied from a dump: a guest must not be greeted as "***"
            if (is_string($values[$name]) && Redacted::isRedacted($values[$name])) {
                throw Thrown::argument("CotpForm::$method", Failure::argument($name, Redacted::MESSAGE), 1);
            }
        }
        $fault = FormRules::fault($values);
        if ($fault !== null) {
            throw Thrown::argument("CotpForm::$method", $fault, 1);
        }
        foreach (array_diff_key($values, array_flip($secrets)) as $name => $value) {
            $this->{$name} = $value;
        }
        $this->hide(array_intersect_key($values, array_flip($secrets)));
    }
}
