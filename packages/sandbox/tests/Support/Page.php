<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests\Support;

use DOMDocument;
use DOMElement;
use DOMXPath;
use PHPUnit\Framework\Assert;

/** A page as a browser parses it. */
final class Page
{
    private DOMXPath $elements;

    public function __construct(string $html)
    {
        $document = new DOMDocument();
        // libxml2 reports the elements of HTML 5 as unknown.
        $document->loadHTML($html, LIBXML_NOERROR | LIBXML_NOWARNING);
        $this->elements = new DOMXPath($document);
    }

    /** @return list<DOMElement> */
    public function all(string $path): array
    {
        $elements = [];
        foreach ($this->elements->query($path) ?: [] as $element) {
            $elements[] = $element instanceof DOMElement ? $element : Assert::fail("$path is not an element");
        }
        return $elements;
    }

    public function one(string $path): DOMElement
    {
        $elements = $this->all($path);
        Assert::assertCount(1, $elements, $path);
        return $elements[0];
    }

    public function text(string $path): string
    {
        return trim($this->one($path)->textContent);
    }

    /** Returns the texts of the elements that an input refers to in `aria-describedby`. */
    public function description(string $input): string
    {
        $ids = array_filter(explode(' ', $this->one("//input[@id='$input']")->getAttribute('aria-describedby')));
        return implode(' ', array_map(fn (string $id): string => $this->text("//*[@id='$id']"), $ids));
    }
}
