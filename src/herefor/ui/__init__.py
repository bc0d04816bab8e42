"""The design system: base templates, components, stylesheet, charts. No business words."""
