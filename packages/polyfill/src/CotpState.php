<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Failure;
use Cotp\Polyfill\Hidden;
use Cotp\Polyfill\HidesProperties;
use Cotp\Polyfill\Properties;
use Cotp\Polyfill\Redacted;
use Cotp\Polyfill\Thrown;

/** The state of a request, as returned by CotpRequest::retrieve(). */
final readonly class CotpState extends Hidden implements JsonSerializable
{
    use HidesProperties;

    public string $requestId;
    public CotpStatus $status;
    public string $rawStatus;
    public ?string $cardUri;
    public ?string $time;
    /** @var array<array-key, mixed> */
    public array $details;

    /** @param array<array-key, mixed> $details */
    public function __construct(
        string $requestId,
        CotpStatus $status,
        string $rawStatus,
        #[\SensitiveParameter] ?string $cardUri = null,
        ?string $time = null,
        #[\SensitiveParameter] array $details = [],
    ) {
        $values = get_defined_vars();
        Properties::constructOnce($this, 'requestId');
        $this->accept($values, '__construct');
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
        return ['cardUri', 'details'];
    }

    /** @param array<string, mixed> $values */
    private function accept(#[\SensitiveParameter] array $values, string $method): void
    {
        $cardUri = $values['cardUri'];
        if (is_string($cardUri) && Redacted::isRedacted($cardUri)) {
            throw Thrown::argument("CotpState::$method", Failure::argument('cardUri', Redacted::MESSAGE), 1);
        }
        $secrets = array_flip(self::secrets());
        foreach (array_diff_key($values, $secrets) as $name => $value) {
            $this->{$name} = $value;
        }
        $this->hide(array_intersect_key($values, $secrets));
    }
}
